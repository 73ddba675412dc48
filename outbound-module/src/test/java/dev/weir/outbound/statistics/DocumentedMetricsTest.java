package dev.weir.outbound.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spi.ModuleMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics of calls, and what the reference, the dashboard and the rules of alerts say of them. */
class DocumentedMetricsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern OURS = Pattern.compile("ratelimit_throttle_\\w+");

    private static Set<ModuleMetric> metrics() {
        return new LinkedHashSet<>(ThrottleMetrics.of(new ThrottleCounts(new TestClock()), "kis"));
    }

    private static Set<String> names() {
        return metrics().stream().map(ModuleMetric::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> named(String file) throws IOException {
        return OURS.matcher(Files.readString(ROOT.resolve(file)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void reference_table_hasEveryMetricWithItsLabels() throws IOException {
        String reference = Files.readString(ROOT.resolve("docs/reference.md"));
        Map<String, Set<String>> labels = new TreeMap<>();
        Map<String, Boolean> counters = new TreeMap<>();
        for (ModuleMetric each : metrics()) {
            labels.computeIfAbsent(each.name(), name -> new LinkedHashSet<>())
                    .addAll(each.labels().keySet());
            counters.put(each.name(), each.counter());
        }
        labels.forEach((name, all) -> assertThat(reference)
                .contains("| `" + name + "` | `" + String.join("`, `", all) + "` | "
                        + (counters.get(name) ? "counter" : "gauge") + " | "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/reference.md", "config/grafana/ratelimit.json"})
    void file_metrics_areAllOfThem(String file) throws IOException {
        assertThat(named(file)).isEqualTo(names());
    }

    @Test
    void alerts_metrics_exist() throws IOException {
        assertThat(named("config/prometheus/ratelimit-alerts.yml"))
                .contains("ratelimit_throttle_calls_total")
                .isSubsetOf(names());
    }

    /** What the reference says of the label {@code outcome}. */
    @Test
    void outcomes_documented_areThoseOfTheCounter() throws IOException {
        String row = Files.readString(ROOT.resolve("docs/reference.md"))
                .lines()
                .filter(line -> line.startsWith("| `ratelimit_throttle_calls_total`"))
                .findFirst()
                .orElseThrow();
        String meaning = row.substring(row.indexOf("| counter |"));
        Set<String> outcomes = metrics().stream()
                .flatMap(each -> each.labels().entrySet().stream())
                .filter(label -> label.getKey().equals("outcome"))
                .map(Map.Entry::getValue)
                .collect(Collectors.toSet());
        assertThat(Pattern.compile("`([a-z-]+)`")
                        .matcher(meaning)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet()))
                .isEqualTo(outcomes);
    }
}
