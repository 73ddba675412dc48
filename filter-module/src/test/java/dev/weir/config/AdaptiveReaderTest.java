package dev.weir.config;

import static dev.weir.config.MapSource.reports;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.rule.AdaptiveRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptiveReaderTest {

    private static Optional<AdaptiveRule> rule(String... more) {
        MapSource source = reports("limit", "5/1m");
        source.values().putAll(reports(more).values());
        return source.policy("reports").adaptive();
    }

    @Test
    void read_notAdaptive_isNone() {
        assertThat(rule()).isEmpty();
        assertThat(rule("adaptive", "false")).isEmpty();
    }

    @Test
    void read_adaptive_hasTheDefaults() {
        assertThat(rule("adaptive", "true")).contains(new AdaptiveRule(1_000, 500, 50));
    }

    @Test
    void read_allOfIt_isItsRule() {
        assertThat(rule(
                        "adaptive",
                        "true",
                        "adaptive.latency",
                        "250ms",
                        "adaptive.errors",
                        "0.5%",
                        "adaptive.floor",
                        "20"))
                .contains(new AdaptiveRule(250, 50, 20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "latency | 0s | duration must be > 0",
                "latency | 61s | duration must be <= 60s",
                "latency | fast | duration must be a number and a unit",
                "errors | 101% | must be a percentage from 0 to 100 with at most two decimals",
                "errors | -1% | must be a percentage from 0 to 100 with at most two decimals",
                "errors | 5 % | must be a percentage from 0 to 100 with at most two decimals",
                "errors | 5%% | must be a percentage from 0 to 100 with at most two decimals",
                "floor | 0% | must be a whole percentage from 1% to 100%",
                "floor | 50.5% | must be a whole percentage from 1% to 100%",
                "floor | half | must be a percentage from 0 to 100 with at most two decimals",
            })
    void read_wrongValue_isAProblem(String key, String value, String rule) {
        assertThat(reports("limit", "5/1m", "adaptive", "true", "adaptive." + key, value)
                        .problems())
                .containsExactly("ratelimit.policy.reports.adaptive." + key + ": " + rule + ", was \"" + value + "\"");
    }

    @Test
    void read_severalWrongValues_areAProblemEach() {
        assertThat(reports("limit", "5/1m", "adaptive", "maybe", "adaptive.latency", "0s", "adaptive.floor", "0%")
                        .problems())
                .hasSize(3);
    }

    @Test
    void read_initParams_areThoseOfAnyPolicy() {
        Declaration filter = FilterParameters.read(
                        "legacy", Map.of("limit", "5/1m", "adaptive", "true", "adaptive.floor", "30%"))
                .get(0);
        assertThat(MapSource.of().read(List.of(filter)).policies().get("legacy").adaptive())
                .contains(new AdaptiveRule(1_000, 500, 30));
    }
}
