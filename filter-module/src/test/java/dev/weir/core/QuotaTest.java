package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaTest {

    private static Quota quota(long burst, long remaining) {
        return new Quota(new Limit(burst, Duration.ofHours(1)), remaining, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "10, 10, 0",
        "10, 2, 8000",
        "3, 2, 3333",
        "10, 0, 10000",
        "0, 0, 10000",
        "10, 11, 0",
        "9223372036854775807, 0, 10000",
        "9223372036854775807, 4611686018427387904, 5000",
    })
    void usedHundredths_ofAnyLimit_isRoundedDown(long burst, long remaining, long hundredths) {
        assertThat(quota(burst, remaining).usedHundredths()).isEqualTo(hundredths);
    }

    @Test
    void fullestFirst_byShareThenByPermitsLeft() {
        Quota half = quota(10, 5);
        Quota more = quota(100, 20);
        Quota same = quota(1_000, 200);
        assertThat(List.of(half, same, more).stream().sorted(Quota.FULLEST_FIRST))
                .containsExactly(more, same, half);
    }
}
