package dev.weir.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What two instances say of themselves in metrics and health. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MetricsIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Pattern METRIC = Pattern.compile("(?:ratelimit|memory)_\\w+");
    private static final Path CONFIG = Path.of("../config");

    static ClusterPair members;

    @BeforeAll
    static void start() {
        members = ClusterPair.start("metrics", builder -> builder);
    }

    @AfterAll
    static void stop() {
        if (members != null) {
            members.close();
        }
    }

    private static double sum(String name, String... labels) {
        return MetricsPage.of(members.first()).sum(name, labels)
                + MetricsPage.of(members.second()).sum(name, labels);
    }

    private static double reports(String outcome) {
        return sum("ratelimit_requests_total", "policy=\"reports\"", "outcome=\"" + outcome + "\"");
    }

    @Test
    @Order(1)
    void requests_twelveOverBoth_tenAllowedOneRefusedOneBlocked() {
        var visitor = Visitor.numbered(1);
        for (var i = 0; i < 12; i++) {
            var unused = visitor.get(members.member(i), "api/reports");
        }
        await().atMost(SOON).until(() -> reports("allowed") + reports("refused") + reports("blocked") == 12);
        assertThat(reports("allowed")).isEqualTo(10);
        assertThat(reports("refused")).isEqualTo(1);
        assertThat(reports("blocked")).isEqualTo(1);
        assertThat(reports("exempt")).isZero();
        assertThat(sum("ratelimit_near_limit_total", "policy=\"reports\"")).isEqualTo(2);
        await().atMost(SOON).until(() -> sum("ratelimit_blocked_keys") >= 1);
    }

    @Test
    @Order(2)
    void metrics_lines_pleasePromtool() throws IOException, InterruptedException {
        var page = MetricsPage.of(members.first());
        assertThat(page.ours()).hasSizeGreaterThan(50);
        assumeTrue(isInstalled(), "promtool is not installed (Debian package prometheus)");
        var process = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .start();
        try (var input = process.getOutputStream()) {
            input.write((String.join("\n", page.ours()) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(process.getInputStream().readAllBytes()).asString().isEmpty();
        assertThat(process.waitFor()).isZero();
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("promtool", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    @Order(2)
    void rulesDashboardAndReference_metrics_areThere() throws IOException {
        var live = METRIC.matcher(MetricsPage.of(members.first()).text())
                .results()
                .map(found -> found.group())
                .collect(Collectors.toSet());
        assertThat(live)
                .containsAll(named("grafana/ratelimit.json"))
                .containsAll(named("prometheus/ratelimit-alerts.yml"));
        var documented = named("../docs/reference.md").stream()
                .filter(name -> name.startsWith("ratelimit_"))
                .collect(Collectors.toSet());
        assertThat(MetricsPage.of(members.first()).names()).isEqualTo(documented);
    }

    private static Set<String> named(String file) throws IOException {
        return METRIC.matcher(Files.readString(CONFIG.resolve(file)))
                .results()
                .map(found -> found.group())
                // the gateway has these, whose tests look them up
                .filter(name -> !name.startsWith("ratelimit_llm_"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    @Order(3)
    void tenThousandKeys_addNoSeries() {
        // the endpoint has series of its own from the first request on
        assertThat(Visitor.numbered(999).get(members.first(), "api/hello").status())
                .isEqualTo(200);
        await().atMost(SOON)
                .until(() -> MetricsPage.of(members.first())
                                .sum("ratelimit_http_requests_total", "endpoint=\"GET /api/hello\"")
                        >= 1);
        var before = MetricsPage.of(members.first()).series();
        var traffic = Traffic.of(10_000, 8, i -> Visitor.numbered(1_000 + i).get(members.first(), "api/hello"));
        assertThat(traffic.statuses()).isEqualTo(Map.of(200, 10_000L));
        await().atMost(SOON).until(() -> MetricsPage.of(members.first()).sum("ratelimit_tracked_keys") >= 10_000);
        assertThat(MetricsPage.of(members.first()).series()).isEqualTo(before);
    }

    @Test
    @Order(4)
    void prometheus_theConfiguration_readsBothInstancesAndJudgesThem(@TempDir Path directory)
            throws IOException, InterruptedException {
        assumeTrue(PrometheusServer.isInstalled(), "prometheus is not installed (Debian package prometheus)");
        try (var prometheus = PrometheusServer.start(directory, members)) {
            await().atMost(SOON.multipliedBy(3))
                    .until(() -> prometheus
                            .query("count(ratelimit_requests_total{policy=\"reports\",outcome=\"blocked\"})")
                            .contains("\"2\""));
            assertThat(prometheus.rules())
                    .contains("WeirManyRefusals")
                    .contains("\"health\":\"ok\"")
                    .doesNotContain("\"health\":\"err\"", "policy reports refuses");
            var visitor = Visitor.numbered(1);
            for (var i = 0; i < 40; i++) {
                assertThat(visitor.get(members.member(i), "api/reports").status())
                        .isEqualTo(429);
            }
            await().atMost(SOON.multipliedBy(3))
                    .untilAsserted(() ->
                            assertThat(prometheus.rules()).contains("policy reports refuses", "\"state\":\"pending\""));
            assertThat(prometheus.query("ALERTS{alertname=\"WeirManyRefusals\",alertstate=\"pending\"}"))
                    .contains("\"policy\":\"reports\"");
        }
    }

    @Test
    @Order(4)
    void health_bothThere_isUp() {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(health().body())
                        .contains("\"name\":\"ratelimit\"", "\"mode\":\"cluster\"")
                        .containsPattern("\"members\":\"?2\\b"));
        assertThat(health().status()).isEqualTo(200);
    }

    private static Visitor.Reply health() {
        return Visitor.at("127.0.0.1").get(members.first(), "health/ready");
    }

    @Test
    @Order(5)
    void health_oneFrozen_answersAtOnceAndNamesIt() {
        try (var traffic =
                Traffic.start(4, i -> Visitor.numbered(20_000 + i % 500).get(members.first(), "api/hello"))) {
            members.second().freeze();
            try {
                await().atMost(Duration.ofSeconds(30))
                        .untilAsserted(() -> assertThat(quick(health()).body())
                                .contains(
                                        "\"level\":\"degraded\"", "1 of 2 members do not answer", "\"status\":\"UP\""));
                for (var i = 0; i < 10; i++) {
                    assertThat(quick(health()).status()).isEqualTo(200);
                }
            } finally {
                members.second().thaw();
            }
            traffic.close();
            assertThat(traffic.statuses()).containsOnlyKeys(200);
        }
        // not before: the server's own metrics wait for the member
        assertThat(MetricsPage.of(members.first()).sum("ratelimit_store_operations_total", "result=\"late\""))
                .isPositive();
    }

    private static Visitor.Reply quick(Visitor.Reply reply) {
        assertThat(reply.millis()).isLessThan(300);
        return reply;
    }

    @Test
    @Order(6)
    void log_ofBoth_hasNoException() {
        assertThat(ServerLog.exceptionsOfWeir(members.first())).isEmpty();
        assertThat(MetricsPage.of(members.first()).sum("ratelimit_decisions_over_total"))
                .isPositive();
    }
}
