package dev.weir.store.grid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import dev.weir.core.Algorithm;
import dev.weir.core.BlockRule;
import dev.weir.core.Policy;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1/1ms",
                "5/1m",
                "9/1h",
                "9/3600001ms",
                "9/1d",
                "9/7d",
                "9/31d",
                "9/366d",
                "0/1d",
                "1000000/1ms",
                "9/calendar-hour",
                "9/calendar-day",
                "9/calendar-year"
            })
    void of_anyPolicy_outlivesItsRecovery(String limit) {
        for (Algorithm algorithm : Algorithm.values()) {
            Policy policy = Policy.of("p", algorithm, LimitReader.readAll(limit));
            assertThat(Retention.of(policy).expiryMillis())
                    .isGreaterThanOrEqualTo(policy.recoveryMillis())
                    .isGreaterThanOrEqualTo(Duration.ofHours(1).toMillis());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "5/1m, 0, weir.1.hour",
        "5/1h, 0, weir.1.hour",
        "5/1m, 2, weir.1.day",
        "5/1d, 0, weir.1.day",
        "5/7d, 0, weir.1.week",
        "5/31d, 0, weir.1.month",
        "5/366d, 0, weir.1.year",
        "5/calendar-minute, 0, weir.1.hour",
        "5/calendar-hour, 0, weir.1.hour",
        "5/calendar-day, 0, weir.1.day",
        "5/calendar-week, 0, weir.1.week",
        "5/calendar-month, 0, weir.1.month",
        "5/calendar-year, 0, weir.1.year",
    })
    void cacheName_limitAndBlock_saysSchemaAndRetention(String limit, long blockHours, String name) {
        List<Limit> limits = LimitReader.readAll(limit);
        long blockMillis = Duration.ofHours(blockHours).toMillis();
        Policy policy = Policy.of("p", Algorithm.SLIDING_WINDOW, limits).withBlock(BlockRule.lasting(blockMillis));
        assertThat(Retention.of(policy).cacheName()).isEqualTo(name);
    }

    @ParameterizedTest
    @EnumSource(Retention.class)
    void read_text_isTheSame(Retention retention) {
        assertThat(Retention.read(retention.text())).contains(retention);
    }

    @Test
    void read_ofAnotherVersion_isAbsent() {
        assertThat(Retention.read("century")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1/366d, 2, weir.1.longest", "1/1d, 90, weir.1.year"})
    void cacheName_largeBurst_coversItsRefill(String limit, long burst, String name) {
        Policy policy = Policy.of(
                "p", Algorithm.TOKEN_BUCKET, List.of(LimitReader.read(limit).withBurst(burst)));
        assertThat(Retention.of(policy).cacheName()).isEqualTo(name);
        assertThat(Retention.of(policy).expiryMillis()).isGreaterThanOrEqualTo(policy.recoveryMillis());
    }
}
