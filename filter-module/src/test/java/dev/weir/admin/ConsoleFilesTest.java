package dev.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served of the console, and what of that a client need not get again. */
class ConsoleFilesTest {

    private final ConsoleFiles files = ConsoleFiles.of(Map.of(
            "index.html",
            bytes("<p>"),
            "console.css",
            bytes("p{}"),
            "console.js",
            bytes("1"),
            "icon.svg",
            bytes("<svg/>")));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Answer find(String name) {
        return files.find(name, Optional.empty()).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "'', text/html;charset=UTF-8",
        "index.html, text/html;charset=UTF-8",
        "console.css, text/css;charset=UTF-8",
        "console.js, text/javascript;charset=UTF-8",
        "icon.svg, image/svg+xml",
    })
    void find_file_hasItsTypeAndIsAskedForAgain(String name, String type) {
        Answer file = find(name);
        assertThat(file.status()).isEqualTo(200);
        assertThat(file.contentType()).isEqualTo(type);
        assertThat(file.headers()).containsEntry("Cache-Control", "no-cache").containsKey("ETag");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "files.txt",
                "no.html",
                "../AdminServlet.class",
                "INDEX.HTML",
                "console",
                "/index.html",
                "..",
                "."
            })
    void find_otherName_isNone(String name) {
        assertThat(files.find(name, Optional.empty())).isEmpty();
    }

    @Test
    void find_clientThatHasIt_getsNoBody() {
        String tag = find("console.js").headers().get("ETag");
        for (String known : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
            Answer answer = files.find("console.js", Optional.of(known)).orElseThrow();
            assertThat(answer.status()).as(known).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers()).containsEntry("ETag", tag);
        }
        assertThat(files.find("console.js", Optional.of("\"other\""))
                        .orElseThrow()
                        .status())
                .isEqualTo(200);
        assertThat(find("console.css").headers().get("ETag")).isNotEqualTo(tag);
    }

    @Test
    void of_typeThatIsNotKnown_isAMistake() {
        assertThatThrownBy(() -> ConsoleFiles.of(Map.of("a.exe", new byte[0])))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a.exe");
    }
}
