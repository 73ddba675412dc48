package dev.weir.reply;

import static dev.weir.reply.Decisions.beginning;
import static dev.weir.reply.Decisions.blocked;
import static dev.weir.reply.Decisions.never;
import static dev.weir.reply.Decisions.refused;
import static dev.weir.reply.Decisions.shed;
import static dev.weir.reply.Decisions.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.engine.PolicyDecision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "999, 1", "1000, 1", "1001, 2", "11001, 12", "3600000, 3600"})
    void retryAfterSeconds_full_isRoundedUpAndAtLeastOne(long waitMillis, long seconds) {
        assertThat(full(refused("a", waitMillis)).retryAfterSeconds()).hasValue(seconds);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 5", "5000, 5", "5001, 10", "12000, 15", "60000, 60"})
    void retryAfterSeconds_minimal_isRoundedUpToFive(long waitMillis, long seconds) {
        assertThat(minimal(refused("a", waitMillis)).retryAfterSeconds()).hasValue(seconds);
    }

    @Test
    void problem_ofAnExceptionThatWasSerialized_isQuotaExceeded() {
        assertThat(full().problem()).isEqualTo(Problem.QUOTA_EXCEEDED);
        assertThat(full().retryAfterSeconds()).hasValue(1);
    }

    @Test
    void retryAfterSeconds_several_isTheLongest() {
        assertThat(full(refused("a", 2_000), refused("b", 60_000), refused("c", 3_000))
                        .retryAfterSeconds())
                .hasValue(60);
    }

    @Test
    void retryAfterSeconds_oneThatNeverFits_isAbsent() {
        assertThat(full(never("a")).retryAfterSeconds()).isEmpty();
        assertThat(full(refused("a", 2_000), never("b")).retryAfterSeconds()).isEmpty();
        assertThat(minimal(never("a")).retryAfterSeconds()).isEmpty();
    }

    @Test
    void retryAfterSeconds_longestBlock_doesNotOverflow() {
        assertThat(full(blocked("a", Long.MAX_VALUE - 1_000)).retryAfterSeconds())
                .hasValue((Long.MAX_VALUE - 1_000) / 1_000 + 1);
    }

    @Test
    void problem_kinds() {
        assertThat(full(refused("a", 1)).problem()).isEqualTo(Problem.QUOTA_EXCEEDED);
        assertThat(full(refused("a", 1), blocked("b", 1)).problem()).isEqualTo(Problem.ABNORMAL_USAGE_DETECTED);
        assertThat(full(unavailable("a")).problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(full(shed("a")).problem()).isEqualTo(Problem.TEMPORARY_REDUCED_CAPACITY);
        assertThat(full(shed("a"), unavailable("b")).problem()).isEqualTo(Problem.TEMPORARY_REDUCED_CAPACITY);
        assertThat(full(shed("a"), refused("b", 1)).problem()).isEqualTo(Problem.QUOTA_EXCEEDED);
        assertThat(full(unavailable("a"), refused("b", 1)).problem()).isEqualTo(Problem.QUOTA_EXCEEDED);
    }

    /** As in the metrics, where it counts as refused and those after it as blocked. */
    @Test
    void problem_refusalWithWhichABlockBegins_isQuotaExceededUntilTheBlockEnds() {
        Refusal begins = full(beginning("a", 300_000));
        assertThat(begins.problem()).isEqualTo(Problem.QUOTA_EXCEEDED);
        assertThat(begins.retryAfterSeconds()).hasValue(300);
        assertThat(full(beginning("a", 300_000), refused("b", 1)).problem()).isEqualTo(Problem.QUOTA_EXCEEDED);
        assertThat(full(beginning("a", 300_000), blocked("b", 1)).problem()).isEqualTo(Problem.ABNORMAL_USAGE_DETECTED);
    }

    @Test
    void problem_underPressure_isA429() {
        assertThat(full(shed("a")).problem().status()).isEqualTo(429);
        assertThat(full(shed("a")).problem().type()).endsWith("#temporary-reduced-capacity");
        assertThat(full(unavailable("a")).problem().status()).isEqualTo(503);
        assertThat(full(unavailable("a")).problem().type()).endsWith("#temporary-reduced-capacity");
    }

    @Test
    void violatedPolicies_areThoseThatMayBeTold() {
        Refusal refusal = new Refusal(
                List.of(refused("a", 1), refused("login", 1)),
                decision -> !decision.policy().equals("login"));
        assertThat(refusal.violatedPolicies()).containsExactly("a");
        assertThat(refusal.retryAfterSeconds()).hasValue(5);
    }

    private static Refusal full(PolicyDecision... refusals) {
        return new Refusal(List.of(refusals), decision -> true);
    }

    private static Refusal minimal(PolicyDecision... refusals) {
        return new Refusal(List.of(refusals), decision -> false);
    }
}
