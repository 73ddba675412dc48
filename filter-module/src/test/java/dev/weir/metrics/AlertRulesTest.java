package dev.weir.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code config/prometheus} and {@code config/grafana} hold, checked by Prometheus' own tool. */
class AlertRulesTest {

    private static final Path CONFIG = Path.of("../config/prometheus");
    private static final Path RULES = CONFIG.resolve("ratelimit-alerts.yml");
    private static final Path DASHBOARD = Path.of("../config/grafana/ratelimit.json");
    private static final Path REFERENCE = Path.of("../docs/reference.md");
    private static final Pattern EXPRESSION = Pattern.compile("\"expr\": \"((?:[^\"\\\\]|\\\\.)*)\"");
    /** But for those of the other modules, which compare their own with these files. */
    private static final Pattern OURS = Pattern.compile("ratelimit_(?!throttle_|llm_)\\w+");

    @TempDir
    private Path directory;

    @BeforeAll
    static void requireTool() throws InterruptedException {
        assumeTrue(isInstalled(), "promtool is not installed (Debian package prometheus): its tests are skipped");
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("promtool", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void configuration_isValid() throws IOException, InterruptedException {
        run("check", "config", CONFIG.resolve("prometheus.yml").toString());
    }

    @Test
    void rules_areSilentAtTheirThresholdsAndFireAbove() throws IOException, InterruptedException {
        run("test", "rules", "src/test/resources/prometheus/ratelimit-alerts-test.yml");
    }

    @Test
    void dashboard_expressions_areValid() throws IOException, InterruptedException {
        List<String> expressions = expressions();
        assertThat(expressions).hasSizeGreaterThan(10);
        StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
        for (int i = 0; i < expressions.size(); i++) {
            rules.append("      - record: dashboard:panel:").append(i).append("\n        expr: '");
            rules.append(expressions.get(i).replace("'", "''")).append("'\n");
        }
        Path file = Files.writeString(directory.resolve("dashboard.yml"), rules);
        run("check", "rules", file.toString());
    }

    private static List<String> expressions() throws IOException {
        return EXPRESSION
                .matcher(Files.readString(DASHBOARD))
                .results()
                .map(found -> found.group(1).replace("\\\"", "\""))
                .toList();
    }

    @Test
    void rulesAndDashboard_metrics_exist() throws IOException {
        String all = String.join("\n", expressions()) + Files.readString(RULES);
        Set<String> used =
                OURS.matcher(all).results().map(found -> found.group()).collect(Collectors.toSet());
        assertThat(names()).containsAll(used);
        // and the dashboard shows all there is
        assertThat(used).containsAll(names());
    }

    private static Set<String> names() {
        return Arrays.stream(Metric.values()).map(Metric::text).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void reference_table_namesEveryMetricWithItsLabels() throws IOException {
        String reference = Files.readString(REFERENCE);
        for (Metric metric : Metric.values()) {
            String labels = metric.labels().isEmpty()
                    ? "none"
                    : metric.labels().stream().map(each -> "`" + each + "`").collect(Collectors.joining(", "));
            String kind = metric.kind() == Metric.Kind.COUNTER ? "counter" : "gauge";
            assertThat(reference).contains("| `" + metric.text() + "` | " + labels + " | " + kind + " | ");
        }
        Set<String> documented =
                OURS.matcher(reference).results().map(found -> found.group()).collect(Collectors.toSet());
        assertThat(names()).containsAll(documented);
    }
}
