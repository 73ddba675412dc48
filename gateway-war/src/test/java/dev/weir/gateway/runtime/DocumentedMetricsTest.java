package dev.weir.gateway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gateway.settings.GatewaySettingsReader;
import dev.weir.spi.ModuleMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics of models, and what the reference and the dashboard say of them. */
class DocumentedMetricsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern OURS = Pattern.compile("ratelimit_llm_\\w+");

    private static List<ModuleMetric> metrics() {
        return new GatewayMetrics(
                        GatewaySettingsReader.read(
                                        Map.of("model.a.upstream", "echo"), Set.of(), (property, rule, value) -> {})
                                .models()
                                .values(),
                        Set.of("answered"),
                        model -> UpstreamStates.State.CLOSED,
                        () -> 0,
                        InstantSource.system())
                .all();
    }

    @Test
    void reference_table_hasEveryMetricWithItsLabels() throws IOException {
        String reference = Files.readString(ROOT.resolve("docs/reference.md"));
        for (ModuleMetric each : metrics()) {
            String labels = each.labels().isEmpty()
                    ? "none"
                    : each.labels().keySet().stream()
                            .map(label -> '`' + label + '`')
                            .collect(Collectors.joining(", "));
            assertThat(reference)
                    .contains("| `" + each.name() + "` | " + labels + " | " + (each.counter() ? "counter" : "gauge")
                            + " | ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/reference.md", "config/grafana/ratelimit.json"})
    void file_metrics_areAllOfThem(String file) throws IOException {
        Set<String> named = OURS.matcher(Files.readString(ROOT.resolve(file)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named)
                .isEqualTo(metrics().stream().map(ModuleMetric::name).collect(Collectors.toCollection(TreeSet::new)));
    }
}
