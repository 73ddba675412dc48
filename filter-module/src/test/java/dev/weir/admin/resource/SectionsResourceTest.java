package dev.weir.admin.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.admin.AdminVisit;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What other jars of Weir show, as operators read it. */
class SectionsResourceTest {

    private static final String MARKUP = "</td><script>alert(\"x\")</script>";

    private final List<List<String>> rows = new ArrayList<>();

    private static JsonArray rows(AdminApplication application) {
        return application
                .read("/sections")
                .getJsonArray("sections")
                .getJsonObject(0)
                .getJsonArray("rows");
    }

    @Test
    void sections_noOtherJar_areNone() {
        try (AdminApplication application = new AdminApplication()) {
            assertThat(application.read("/sections").getJsonArray("sections")).isEmpty();
        }
    }

    @Test
    void sections_ofAModule_haveItsColumnsAndRows() {
        rows.add(List.of("kis", "7"));
        try (AdminApplication application = new AdminApplication(new ShowingModule(rows))) {
            JsonObject section =
                    application.read("/sections").getJsonArray("sections").getJsonObject(0);
            assertThat(section.getString("name")).isEqualTo("showing");
            assertThat(section.getString("title")).isEqualTo("Things shown");
            assertThat(section.getJsonArray("columns")).hasToString("[\"thing\",\"count\"]");
            assertThat(section.getJsonArray("rows")).hasToString("[[\"kis\",\"7\"]]");
        }
    }

    @Test
    void sections_rowsThatChange_areThoseOfTheMoment() {
        try (AdminApplication application = new AdminApplication(new ShowingModule(rows))) {
            assertThat(rows(application)).isEmpty();
            rows.add(List.of("kis", "1"));
            assertThat(rows(application)).hasToString("[[\"kis\",\"1\"]]");
            rows.set(0, List.of("kis", "2"));
            assertThat(rows(application)).hasToString("[[\"kis\",\"2\"]]");
        }
    }

    /** The console shows the text as it is; the answer must not be a page either. */
    @Test
    void sections_textLikeMarkup_isTextOfJson() {
        rows.add(List.of(MARKUP, "\u0000\u2028"));
        try (AdminApplication application = new AdminApplication(new ShowingModule(rows))) {
            AdminVisit.Reply reply = application.operator("/sections").send();
            assertThat(reply.headers().get("Content-Type")).startsWith("application/json");
            assertThat(reply.headers()).containsEntry("X-Content-Type-Options", "nosniff");
            assertThat(rows(application).getJsonArray(0).getString(0)).isEqualTo(MARKUP);
            assertThat(rows(application).getJsonArray(0).getString(1)).isEqualTo("\u0000\u2028");
        }
    }

    @Test
    void sections_viewer_mayRead() {
        rows.add(List.of("kis", "7"));
        try (AdminApplication application = new AdminApplication(new ShowingModule(rows))) {
            assertThat(AdminApplication.json(application.viewer("/sections").send())
                            .getJsonArray("sections"))
                    .hasSize(1);
        }
    }
}
