package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Limit;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyTest {

    private static final long START = 1_763_690_000_000L;

    @Test
    void acquire_severalLimits_oneRefusesNothingIsTaken() {
        Policy policy = Policy.of("p", Algorithm.FIXED_WINDOW, LimitReader.readAll("2/1m,100/1h"));
        State state = policy.acquire(State.EMPTY, 2, START).state();
        Outcome refused = policy.acquire(state, 1, START);
        assertThat(refused.verdict().allowed()).isFalse();
        assertThat(refused.verdict().quotas()).extracting(Quota::remaining).containsExactly(0L, 98L);
        assertThat(refused.state()).isSameAs(state);
    }

    @Test
    void acquire_severalLimits_retryAfterIsTheLongest() {
        Policy policy = Policy.of("p", Algorithm.TOKEN_BUCKET, LimitReader.readAll("1/1s,2/1h"));
        State state = policy.acquire(State.EMPTY, 1, START).state();
        assertThat(policy.peek(state, 1, START).retryAfterMillis()).hasValue(1_000);
        State empty = policy.acquire(state, 1, START + 1_000).state();
        assertThat(policy.peek(empty, 1, START + 1_000).retryAfterMillis()).hasValue(1_799_000);
    }

    @Test
    void lend_severalLimits_lastsAsLongAsTheShortestAllows() {
        Policy policy = Policy.of("p", Algorithm.SLIDING_WINDOW, LimitReader.readAll("100/1s,1000/1h"));
        assertThat(Lending.leaseMillis(policy)).isEqualTo(31);
        assertThat(Lending.lend(policy, State.EMPTY, 7, 10, START).verdict().atMillis())
                .isEqualTo(START + 31);
    }

    @Test
    void acquire_unlimited_admitsAndStoresNothing() {
        Policy policy = Policy.of("p", Algorithm.SLIDING_WINDOW, List.of());
        Outcome outcome = policy.acquire(State.EMPTY, Long.MAX_VALUE, START);
        assertThat(outcome.verdict().allowed()).isTrue();
        assertThat(outcome.state()).isSameAs(State.EMPTY);
    }

    @Test
    void acquire_block_refusesUntilItEndsAlthoughPermitsAreBack() {
        Policy policy = blocking("1/1s", Duration.ofMinutes(5));
        State used = policy.acquire(State.EMPTY, 1, START).state();
        Outcome refused = policy.acquire(used, 1, START + 10);
        assertThat(refused.verdict().blocked()).isTrue();
        assertThat(refused.verdict().retryAfterMillis()).hasValue(300_000);
        Outcome again = policy.acquire(refused.state(), 1, START + 200_000);
        assertThat(again.state()).as("a refusal does not prolong the block").isSameAs(refused.state());
        assertThat(again.verdict().retryAfterMillis()).hasValue(100_010);
        assertThat(policy.acquire(refused.state(), 1, START + 300_010).verdict().allowed())
                .isTrue();
    }

    @Test
    void acquire_blockShorterThanTheWindow_waitsForTheLimitToo() {
        Policy policy = blocking("1/1h", Duration.ofSeconds(5));
        State used = policy.acquire(State.EMPTY, 1, START).state();
        Outcome refused = policy.acquire(used, 1, START);
        long wait = refused.verdict().retryAfterMillis().orElseThrow();
        assertThat(wait).isGreaterThanOrEqualTo(3_600_000);
        assertThat(policy.acquire(refused.state(), 1, START + wait).verdict().allowed())
                .isTrue();
    }

    @Test
    void acquire_costThatNeverFits_startsNoBlock() {
        Policy policy = blocking("1/1h", Duration.ofSeconds(5));
        Outcome refused = policy.acquire(State.EMPTY, 2, START);
        assertThat(refused.state()).isSameAs(State.EMPTY);
    }

    @Test
    void acquire_blocked_hasNothingLeftUntilTheBlockEnds() {
        Policy policy = blocking("1/1s", Duration.ofMinutes(5));
        State used = policy.acquire(State.EMPTY, 1, START).state();
        State blocked = policy.acquire(used, 1, START).state();
        Quota quota = policy.peek(blocked, 1, START + 60_000).quotas().get(0);
        assertThat(quota.remaining()).isZero();
        assertThat(quota.resetAfterMillis()).isEqualTo(240_000);
    }

    @Test
    void acquire_clockBehindTheState_waitsSoMuchLonger() {
        Policy policy = Policy.of("p", Algorithm.TOKEN_BUCKET, LimitReader.readAll("1/1s"));
        State used = policy.acquire(State.EMPTY, 1, START).state();
        assertThat(policy.peek(used, 1, START - 30_000).retryAfterMillis()).hasValue(31_000);
    }

    @Test
    void acquire_limitAddedLater_recoversInItsOwnTime() {
        Policy before = Policy.of("p", Algorithm.SLIDING_WINDOW, LimitReader.readAll("100/1h"));
        State used = before.acquire(State.EMPTY, 50, START).state();
        Policy after = Policy.of("p", Algorithm.SLIDING_WINDOW, LimitReader.readAll("100/1h,10/1s"));
        long wait = after.peek(used, 1, START + 100).retryAfterMillis().orElseThrow();
        assertThat(after.peek(used, 1, START + 100 + wait).allowed()).isTrue();
    }

    @Test
    void copies_ofAPolicy_areRolledOutAsItIs() {
        Policy policy = Policy.of("p", Algorithm.SLIDING_WINDOW, LimitReader.readAll("1/1h"))
                .withBlock(BlockRule.lasting(60_000))
                .withRollout(2_500);
        assertThat(List.of(
                        policy.withMode(Mode.OFF),
                        policy.withFallback(Fallback.OPEN),
                        policy.withBlock(BlockRule.NONE),
                        policy.sharedBy(3)))
                .extracting(Policy::rollout)
                .containsOnly(2_500);
        assertThat(blocking("1/1h", Duration.ofSeconds(5)).rollout()).isEqualTo(Policy.ALL_KEYS);
    }

    @Test
    void reset_usedState_isEmptyWithAHigherVersion() {
        Policy policy = blocking("1/1h", Duration.ofSeconds(5));
        State used = policy.acquire(State.EMPTY, 1, START).state();
        State reset = used.reset(START);
        assertThat(reset.version()).isGreaterThan(used.version());
        assertThat(policy.acquire(reset, 1, START).verdict().allowed()).isTrue();
    }

    @Test
    void millisUntilForgotten_recoveredState_isZero() {
        Policy policy = Policy.of("p", Algorithm.SLIDING_WINDOW, LimitReader.readAll("5/1m"));
        State state = policy.acquire(State.EMPTY, 1, START).state();
        long wait = policy.millisUntilForgotten(state, START);
        assertThat(wait).isBetween(60_000L, policy.recoveryMillis());
        assertThat(policy.millisUntilForgotten(state, START + wait)).isZero();
    }

    @Test
    void new_burstThatTakesYearsToRefill_isRefused() {
        List<Limit> limits = List.of(LimitReader.read("1/1d").withBurst(1_000));
        assertThatThrownBy(() -> Policy.of("p", Algorithm.TOKEN_BUCKET, limits))
                .hasMessage("burst must refill within 732d, was \"1000\"");
    }

    private static Policy blocking(String limits, Duration block) {
        return Policy.of("p", Algorithm.TOKEN_BUCKET, LimitReader.readAll(limits))
                .withBlock(BlockRule.lasting(block.toMillis()));
    }
}
