package dev.weir.gateway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gateway.settings.GatewaySettingsReader;
import dev.weir.gateway.settings.ModelSettings;
import dev.weir.spi.ModuleMetric;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What operators see of models. */
class GatewayMetricsTest {

    private static final Collection<ModelSettings> MODELS = GatewaySettingsReader.read(
                    Map.of("model.a.upstream", "echo", "model.b.upstream", "http://gpu:8000"),
                    Set.of("llm-tokens", "llm-requests"),
                    (property, rule, value) -> {
                        throw new IllegalStateException(property + ": " + rule);
                    })
            .models()
            .values();

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-12-01T23:59:00Z"));
    private final GatewayMetrics metrics = new GatewayMetrics(
            MODELS,
            Set.of("completed", "refused"),
            model -> model.equals("b") ? UpstreamStates.State.OPEN : UpstreamStates.State.CLOSED,
            () -> 7,
            now::get);

    private Map<String, Double> values() {
        Map<String, Double> values = new TreeMap<>();
        for (ModuleMetric each : metrics.all()) {
            values.put(each.name() + each.labels(), each.value().getAsDouble());
        }
        return values;
    }

    @Test
    void metrics_afterRequests_haveTheirSums() {
        metrics.streams("a", 1);
        metrics.ended("a", 20, 30, 50, "completed");
        metrics.ended("a", 20, 0, 0, "refused");
        metrics.ended("absent", 1, 1, 1, "completed");
        assertThat(values())
                .containsEntry("ratelimit_llm_tokens_total{model=a, kind=prompt}", 40.0)
                .containsEntry("ratelimit_llm_tokens_total{model=a, kind=completion}", 30.0)
                .containsEntry("ratelimit_llm_tokens_total{model=a, kind=charged}", 50.0)
                .containsEntry("ratelimit_llm_requests_total{model=a, outcome=completed}", 1.0)
                .containsEntry("ratelimit_llm_requests_total{model=b, outcome=completed}", 0.0)
                .containsEntry("ratelimit_llm_streams{model=a}", 1.0)
                .containsEntry("ratelimit_llm_upstream_open{model=a}", 0.0)
                .containsEntry("ratelimit_llm_upstream_open{model=b}", 1.0)
                .containsEntry("ratelimit_llm_audit_lost_total{}", 7.0)
                .hasSize(2 * (3 + 2 + 2) + 1);
    }

    @Test
    void rows_onTheNextDay_beginAtZero() {
        metrics.ended("b", 20, 30, 50, "completed");
        assertThat(metrics.rows().get(1)).containsExactly("b", "gpu:8000", "open", "0", "1", "50", "50");
        now.set(Instant.parse("2026-12-02T00:00:00Z"));
        metrics.ended("b", 1, 1, 2, "completed");
        assertThat(metrics.rows().get(1)).containsExactly("b", "gpu:8000", "open", "0", "2", "2", "52");
        assertThat(metrics.rows().get(0)).startsWith("a", "echo", "closed");
    }
}
