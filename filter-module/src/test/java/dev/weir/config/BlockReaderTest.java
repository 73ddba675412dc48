package dev.weir.config;

import static dev.weir.config.MapSource.reports;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.BlockRule;
import dev.weir.core.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "after | 0 | must be a whole number from 1 to 1000000",
                "after | 1000001 | must be a whole number from 1 to 1000000",
                "within | 0s | duration must be > 0",
                "within | 367d | duration must be <= 366d",
                "factor | 0.99 | must be a number from 1 to 1000 with at most two decimal places",
                "factor | 1.505 | must be a number from 1 to 1000 with at most two decimal places",
                "factor | 1000.01 | must be a number from 1 to 1000 with at most two decimal places",
                "factor | 12345678 | must be a number from 1 to 1000 with at most two decimal places",
                "factor | -2 | must be a number from 1 to 1000 with at most two decimal places",
                "memory | 367d | duration must be <= 366d",
                "max | 14m | must not be shorter than the block",
                "max | 367d | duration must be <= 366d",
                "forgives | yes | must be true or false",
            })
    void read_wrongValueOfABlock_isAProblem(String key, String value, String rule) {
        assertThat(reports("limit", "5/1m", "block", "15m", "block." + key, value)
                        .problems())
                .containsExactly("ratelimit.policy.reports.block." + key + ": " + rule + ", was \"" + value + "\"");
    }

    @Test
    void read_allOfABlock_isItsRule() {
        Policy policy = reports(
                        "limit", "5/1m",
                        "block", "1m",
                        "block.after", "3",
                        "block.within", "2m",
                        "block.factor", "1.25",
                        "block.memory", "2d",
                        "block.max", "3d",
                        "block.forgives", "true")
                .policy("reports")
                .policy();
        assertThat(policy.block()).isEqualTo(new BlockRule(60_000, 3, 120_000, 125, 172_800_000, 259_200_000, true));
    }

    @Test
    void read_partsOfABlock_haveDefaults() {
        Policy policy = reports("limit", "5/1m,50/1h", "block", "2d", "block.after", "2", "block.factor", "2")
                .policy("reports")
                .policy();
        assertThat(policy.block())
                .as("within the longest window, up to the block where that is longer than a day")
                .isEqualTo(new BlockRule(172_800_000, 2, 3_600_000, 200, 86_400_000, 172_800_000, false));
    }
}
