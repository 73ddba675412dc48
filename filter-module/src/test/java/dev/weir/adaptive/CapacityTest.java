package dev.weir.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Limit;
import dev.weir.core.Algorithm;
import dev.weir.core.BlockRule;
import dev.weir.core.Policy;
import dev.weir.text.LimitReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityTest {

    private static Policy policy(String limits) {
        return Policy.of("api", Algorithm.SLIDING_WINDOW, LimitReader.readAll(limits));
    }

    private static String limits(String limits, int percent, int level) {
        return new Capacity(policy(limits), percent, level).policy(1).limits().toString();
    }

    @ParameterizedTest
    @CsvSource({"0, 100", "1, 85", "2, 70", "3, 55", "4, 40", "5, 25"})
    void policy_eachLevel_takesFifteenPercent(int level, int permits) {
        assertThat(limits("100/1m", 100, level)).isEqualTo("[" + permits + "/1m]");
    }

    @ParameterizedTest
    @CsvSource({"100, 100", "90, 90", "55, 55", "1, 1"})
    void policy_pressure_takesItsPart(int percent, int permits) {
        assertThat(limits("100/1m", percent, 0)).isEqualTo("[" + permits + "/1m]");
    }

    @Test
    void policy_pressureAndLevel_multiply() {
        assertThat(limits("60/1m,1000/1h", 50, 5)).isEqualTo("[7/1m, 125/1h]");
    }

    @Test
    void policy_isRoundedDown_butNeverBelowOnePermit() {
        assertThat(limits("7/1m", 90, 0)).isEqualTo("[6/1m]");
        assertThat(limits("3/1m", 1, 5)).isEqualTo("[1/1m]");
        assertThat(limits("0/1m", 50, 0)).isEqualTo("[0/1m]");
        assertThat(limits("unlimited", 50, 3)).isEqualTo("[]");
    }

    @Test
    void policy_largestLimit_doesNotOverflow() {
        Policy largest =
                Policy.of("api", Algorithm.FIXED_WINDOW, List.of(new Limit(Long.MAX_VALUE, 1_000, Long.MAX_VALUE)));
        assertThat(new Capacity(largest, 50, 0).policy(1).limits().get(0).permits())
                .isEqualTo(Long.MAX_VALUE / 2);
    }

    @Test
    void policy_costOfOneRequest_stillFits() {
        Capacity capacity = new Capacity(policy("100/1m"), 50, 5);
        assertThat(capacity.policy(40).limits()).hasToString("[40/1m]");
        assertThat(capacity.policy(101).limits()).as("it never did").hasToString("[100/1m]");
    }

    @Test
    void policy_bucket_refillsInTheSameTime() {
        Policy bucket = Policy.of("api", Algorithm.TOKEN_BUCKET, List.of(new Limit(10, 60_000, 100)));
        Limit half = new Capacity(bucket, 50, 0).policy(1).limits().get(0);
        assertThat(half.permits()).isEqualTo(5);
        assertThat(half.burst()).isEqualTo(50);
    }

    @Test
    void policy_bucketThatWouldRefillTooLate_isRefused() {
        Policy bucket = Policy.of("api", Algorithm.TOKEN_BUCKET, List.of(new Limit(10, 7L * 86_400_000, 1_000)));
        Capacity half = new Capacity(bucket, 50, 0);
        assertThatThrownBy(() -> half.policy(1_000)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void policy_underPressure_beginsNoBlock() {
        Policy blocking = policy("10/1m").withBlock(new BlockRule(60_000, 3, 60_000, 200, 3_600_000, 600_000, false));
        Policy pressed = new Capacity(blocking, 90, 0).policy(1);
        assertThat(pressed.block().isNone()).isTrue();
        assertThat(pressed.recoveryMillis()).as("in the same cache").isEqualTo(blocking.recoveryMillis());
        assertThat(new Capacity(blocking, 100, 3).policy(1).block()).isEqualTo(blocking.block());
    }
}
