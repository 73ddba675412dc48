package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.text.LimitReader;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An instance whose clock is behind goes on from the time of the state: each step is what it would be then. */
class TimeGoesBackTest {

    private static final int HOLDER = 7;

    private static final long START = 1_763_690_000_000L;
    private static final long LATER = START + Duration.ofMinutes(30).toMillis();
    private static final long BEHIND = LATER - Duration.ofHours(3).toMillis();

    private Policy policy;
    private State used;

    @ParameterizedTest
    @EnumSource
    void anyStep_clockBehindTheState_isMadeAtTheTimeOfTheState(Algorithm algorithm) {
        begin(algorithm);
        assertThat(policy.acquire(used, 5, BEHIND).state())
                .isEqualTo(policy.acquire(used, 5, LATER).state());
        assertThat(policy.settle(used, 5, Block.NONE, BEHIND)).isEqualTo(policy.settle(used, 5, Block.NONE, LATER));
        assertThat(policy.refund(used, 5, START, BEHIND).state())
                .isEqualTo(policy.refund(used, 5, START, LATER).state());
    }

    @ParameterizedTest
    @EnumSource
    void lease_clockBehindTheState_isThatOfTheTimeOfTheState(Algorithm algorithm) {
        begin(algorithm);
        assertThat(Lending.lendable(policy, used, BEHIND)).isEqualTo(Lending.lendable(policy, used, LATER));
        Outcome lent = Lending.lend(policy, used, HOLDER, 20, LATER);
        assertThat(Lending.lend(policy, used, HOLDER, 20, BEHIND)).isEqualTo(lent);
        long last = lent.verdict().atMillis();
        long afterIt = last + Duration.ofMinutes(1).toMillis();
        State after = policy.acquire(lent.state(), 1, afterIt).state();
        assertThat(Lending.endLease(policy, after, new OutstandingLease(HOLDER, last, 20), 5, BEHIND))
                .isEqualTo(Lending.endLease(policy, after, new OutstandingLease(HOLDER, last, 20), 5, afterIt));
    }

    @ParameterizedTest
    @EnumSource
    void anyLook_clockBehindTheState_seesTheTimeOfTheState(Algorithm algorithm) {
        begin(algorithm);
        assertThat(policy.peek(used, 5, BEHIND).quotas())
                .isEqualTo(policy.peek(used, 5, LATER).quotas());
        assertThat(policy.left(used, BEHIND)).isEqualTo(policy.left(used, LATER));
        assertThat(policy.counting(used, 1_000, BEHIND)).isEqualTo(policy.counting(used, 1_000, LATER));
        assertThat(policy.millisUntilForgotten(used, BEHIND)).isEqualTo(policy.millisUntilForgotten(used, LATER));
    }

    /** The limit that lasts shorter has recovered what was used first. */
    private void begin(Algorithm algorithm) {
        policy = Policy.of("p", algorithm, LimitReader.readAll("100/1m,1000/1h"));
        used = policy.acquire(policy.acquire(State.EMPTY, 30, START).state(), 10, LATER)
                .state();
    }
}
