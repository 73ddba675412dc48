package dev.weir.admin.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.admin.AdminVisit;
import dev.weir.monitor.request.RequestMonitor;
import dev.weir.monitor.usage.UsageRecorder;
import dev.weir.monitor.usage.UsageReport;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoints and the usage report, as operators read them. */
class WatchedTest {

    private static void answer(AdminApplication application, String path, int status, int times) {
        RequestMonitor monitor =
                application.runtime().operations().observation().requests().orElseThrow();
        for (int i = 0; i < times; i++) {
            monitor.ended(monitor.begin("GET", path, Optional.empty()), status);
        }
    }

    private static List<String> endpoints(JsonObject answer) {
        return answer.getJsonArray("endpoints").getValuesAs(JsonObject.class).stream()
                .map(each -> each.getString("endpoint"))
                .toList();
    }

    @Test
    void endpoints_areWatchedWhereThereIsAnAdminPath() {
        try (AdminApplication application = new AdminApplication()) {
            answer(application, "/api/orders", 200, 18);
            answer(application, "/api/orders", 500, 2);
            answer(application, "/api/users", 200, 1);
            JsonObject read = AdminApplication.json(
                    application.viewer("/endpoints").query("errors", "").send());
            assertThat(endpoints(read)).containsExactly("GET /api/orders", "GET /api/users");
            JsonObject orders = read.getJsonArray("endpoints").getJsonObject(0);
            assertThat(orders.getInt("count")).isEqualTo(20);
            assertThat(orders.getJsonObject("statuses").getInt("5xx")).isEqualTo(2);
            assertThat(orders.getJsonNumber("errorRate").doubleValue()).isEqualTo(0.1);
            assertThat(orders.getString("trend")).isEqualTo("new");
            assertThat(orders.getString("suggestion")).startsWith("10 % of the responses are server errors");
            assertThat(read.getJsonArray("endpoints").getJsonObject(1).isNull("suggestion"))
                    .isTrue();
            assertThat(read.getJsonArray("queries")).isEmpty();
        }
    }

    @Test
    void endpoints_monitorOff_areNone() {
        try (AdminApplication application = new AdminApplication("monitor", "off")) {
            assertThat(application.read("/endpoints").getJsonArray("endpoints")).isEmpty();
            assertThat(application.read("/report").getJsonArray("policies")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/endpoints, sort, fastest",
        "/report, format, xml",
        "/report, day, tomorrow",
        "/report, day, 2026-02-30"
    })
    void arguments_wrong_areRejected(String path, String name, String value) {
        try (AdminApplication application = new AdminApplication()) {
            AdminVisit.Reply reply =
                    application.operator(path).query(name, value).send();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body()).contains(name + ": must be");
        }
    }

    @Test
    void report_today_hasWhatWasDecided_masked() {
        try (AdminApplication application = new AdminApplication()) {
            block(application, "blocking", "alice");
            JsonObject policy = Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(
                            () ->
                                    application
                                            .read("/report")
                                            .getJsonArray("policies")
                                            .getValuesAs(JsonObject.class)
                                            .stream()
                                            .filter(each ->
                                                    !each.getJsonArray("hours").isEmpty())
                                            .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
            assertThat(policy.getString("policy")).isEqualTo("blocking");
            JsonObject hour = policy.getJsonArray("hours").getJsonObject(0);
            assertThat(hour.getInt("allowed")).isEqualTo(1);
            assertThat(hour.getInt("refused") + hour.getInt("blocked")).isEqualTo(2);
            assertThat(policy.getJsonArray("blocks").getJsonObject(0).getString("key"))
                    .isEqualTo("user:al***");
            assertThat(policy.getJsonArray("near").getJsonObject(0).getInt("percent"))
                    .isEqualTo(100);
            assertThat(application.read("/report").getJsonArray("days")).hasSize(1);
        }
    }

    /** What is kept is the mask of what is stored: in a database it outlives the change of a setting. */
    @ParameterizedTest
    @CsvSource({"masked, 'hmac:[0-9a-f]{2}\\*\\*\\*'", "clear, 'hmac:[0-9a-f]{2}\\*\\*\\*'", "hidden, '\\*{3}'"})
    void report_keysWithASecret_areKeptAsDigests(String shown, String expected) {
        try (AdminApplication application =
                new AdminApplication("admin.keys", shown, "keys.secret", "sesame-sesame-sesame")) {
            block(application, "blocking", "alice");
            UsageRecorder recorder =
                    application.runtime().operations().observation().usage().orElseThrow();
            UsageReport.OfPolicy policy =
                    recorder.report(recorder.days().get(0)).policies().get(0);
            assertThat(policy.blocks().get(0).key()).matches(expected);
            assertThat(policy.near().get(0).key()).matches(expected);
        }
    }

    @Test
    void report_csv_isADownload() {
        try (AdminApplication application = new AdminApplication("admin.keys", "hidden")) {
            block(application, "blocking", "alice");
            AdminVisit.Reply reply =
                    application.viewer("/report").query("format", "csv").send();
            assertThat(reply.headers().get("Content-Disposition"))
                    .matches("attachment; filename=\"ratelimit-\\d{4}-\\d\\d-\\d\\d\\.csv\"");
            assertThat(reply.body())
                    .startsWith("day,policy,what,")
                    .contains(",blocking,block,,***,")
                    .doesNotContain("al***");
        }
    }

    private static void block(AdminApplication application, String policy, String user) {
        for (int i = 0; i < 3; i++) {
            var unused = application.runtime().limiter().acquire(policy, Key.user(user), 1);
        }
    }
}
