package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.text.LimitReader;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A policy for one of several instances that count apart: it has its part of each limit. */
class SharedPolicyTest {

    private static final int HOLDER = 7;

    private static final long START = 1_763_690_000_000L;

    private Policy policy;

    @ParameterizedTest
    @EnumSource
    void acquire_eachPermit_costsOneForEachInstanceAndTheWholeOfASmallLimit(Algorithm algorithm) {
        State state =
                begin(algorithm, "2/1s,100/1h").acquire(State.EMPTY, 1, START).state();
        assertThat(used(state)).containsExactly(2L, 5L);
        assertThat(policy.peek(State.EMPTY, 2, START).allowed()).isTrue();
        assertThat(policy.peek(State.EMPTY, 3, START).retryAfterMillis())
                .as("two are all that there is")
                .isEmpty();
        assertThat(policy.peek(state, 1, START).quotas())
                .extracting(Quota::remaining)
                .containsExactly(0L, 19L);
    }

    @ParameterizedTest
    @EnumSource
    void settle_eachPermit_costsOneForEachInstanceAndTheWholeLimitAtMost(Algorithm algorithm) {
        State state = begin(algorithm, "100/1h,1000/1d").settle(State.EMPTY, 30, Block.NONE, START);
        assertThat(used(state)).containsExactly(100L, 150L);
    }

    @ParameterizedTest
    @EnumSource
    void refund_givesBackWhatItCost(Algorithm algorithm) {
        State taken =
                begin(algorithm, "2/1s,100/1h").acquire(State.EMPTY, 1, START).state();
        assertThat(used(policy.refund(taken, 1, START, START).state())).containsExactly(0L, 0L);
    }

    @ParameterizedTest
    @EnumSource(names = "SLIDING_LOG", mode = EnumSource.Mode.EXCLUDE)
    void lease_lendsAndReturnsWhatItCosts(Algorithm algorithm) {
        begin(algorithm, "108/1h,1000/1d");
        assertThat(Lending.lendable(policy, State.EMPTY, START)).isEqualTo(20);
        Outcome lent = Lending.lend(policy, State.EMPTY, HOLDER, 20, START);
        assertThat(used(lent.state())).containsExactly(100L, 100L);
        State ended = Lending.endLease(
                policy,
                lent.state(),
                new OutstandingLease(HOLDER, lent.verdict().atMillis(), 20),
                15,
                START);
        assertThat(used(ended)).containsExactly(25L, 25L);
    }

    private Policy begin(Algorithm algorithm, String limits) {
        policy = Policy.of("p", algorithm, LimitReader.readAll(limits)).sharedBy(5);
        return policy;
    }

    private List<Long> used(State state) {
        return policy.sharedBy(1).peek(state, 1, START).quotas().stream()
                .map(quota -> quota.limit().burst() - quota.remaining())
                .toList();
    }
}
