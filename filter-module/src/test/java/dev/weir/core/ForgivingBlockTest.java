package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.text.LimitReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What counts after a block that forgives, and after one that does not, of each algorithm. */
class ForgivingBlockTest {

    private static final long START = 1_763_690_000_000L;
    private static final long MINUTE = 60_000;

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void acquire_blockThatForgives_leavesTheWholeLimitAndRetryAfterIsItsEnd(Algorithm algorithm) {
        Policy policy = blocking(algorithm, "10/1h", forgiving());
        State state = policy.acquire(State.EMPTY, 10, START).state();
        Outcome refused = policy.acquire(state, 1, START + 10);
        assertThat(refused.verdict().retryAfterMillis()).hasValue(MINUTE);
        assertThat(refused.verdict().quotas().get(0).resetAfterMillis()).isEqualTo(MINUTE);
        long end = START + 10 + MINUTE;
        assertThat(policy.acquire(refused.state(), 1, end - 1).verdict().blocked())
                .isTrue();
        Outcome admitted = policy.acquire(refused.state(), 4, end);
        assertThat(admitted.verdict().allowed()).isTrue();
        assertThat(policy.left(admitted.state(), end)).isEqualTo(6);
        assertThat(policy.acquire(admitted.state(), 7, end + 1).verdict().blocked())
                .as("it forgives once")
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void acquire_blockThatDoesNotForgive_leavesWhatTheLimitHas(Algorithm algorithm) {
        Policy policy = blocking(algorithm, "10/1d", BlockRule.lasting(MINUTE));
        State state = policy.acquire(State.EMPTY, 10, START).state();
        Outcome refused = policy.acquire(state, 10, START + 10);
        assertThat(refused.verdict().retryAfterMillis().orElseThrow()).isGreaterThan(MINUTE);
        Outcome again = policy.acquire(refused.state(), 10, START + 10 + MINUTE);
        assertThat(again.verdict().blocked()).as("still no room: another block").isTrue();
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void endLease_afterABlockThatForgives_returnsNothingIntoTheEmptyCounters(Algorithm algorithm) {
        Policy policy = blocking(algorithm, "100/1h", forgiving());
        Outcome lent =
                Lending.lend(policy, policy.acquire(State.EMPTY, 50, START).state(), 7, 40, START);
        State blocked = policy.acquire(lent.state(), 20, START + 10).state();
        OutstandingLease lease = new OutstandingLease(7, lent.verdict().atMillis(), 40);
        long end = Math.max(blocked.block().untilMillis(), lease.lastMillis() + 1);
        assertThat(Lending.otherHolders(policy, blocked, 8, end)).isZero();
        State used = policy.acquire(blocked, 60, end).state();
        assertThat(Lending.endLease(policy, used, lease, 40, end)).isSameAs(used);
        assertThat(policy.left(used, end)).isEqualTo(40);
    }

    /** An instance that did not hear of the block may use its lease after it: what it uses then has to count. */
    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void acquire_leaseThatOutlivesABlockThatForgives_goesOnCounting(Algorithm algorithm) {
        Policy policy = blocking(algorithm, "100/1h", forgiving());
        Outcome lent =
                Lending.lend(policy, policy.acquire(State.EMPTY, 50, START).state(), 7, 40, START);
        State blocked = policy.acquire(lent.state(), 20, START + 10).state();
        OutstandingLease lease = new OutstandingLease(7, lent.verdict().atMillis(), 40);
        long end = blocked.block().untilMillis();
        assertThat(lease.lastMillis()).isGreaterThan(end);
        assertThat(policy.left(blocked, end)).isEqualTo(60);
        State returned = Lending.endLease(policy, blocked, lease, 30, end);
        assertThat(policy.left(returned, end)).isEqualTo(90);
    }

    /** Of a call that lasts longer than the block, and is then refused by another policy. */
    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void refund_chargeOfBeforeABlockThatForgave_freesNothing(Algorithm algorithm) {
        Policy policy = blocking(algorithm, "2/1h", new BlockRule(MINUTE, 1, 0, 100, 0, MINUTE, true));
        State state = policy.acquire(State.EMPTY, 2, START).state();
        state = policy.acquire(state, 1, START).state();
        long end = state.block().untilMillis();
        assertThat(policy.left(policy.refund(state, 1, START, end).state(), end))
                .isEqualTo(2);
        state = policy.acquire(state, 2, end).state();
        assertThat(policy.left(policy.refund(state, 1, START, end + 1).state(), end + 1))
                .isZero();
        assertThat(policy.left(policy.refund(state, 1, end, end + 1).state(), end + 1))
                .as("charged after the block")
                .isEqualTo(1);
    }

    private static BlockRule forgiving() {
        return new BlockRule(MINUTE, 1, 0, 100, 0, 0, true);
    }

    private static Policy blocking(Algorithm algorithm, String limits, BlockRule block) {
        return Policy.of("tested", algorithm, LimitReader.readAll(limits)).withBlock(block);
    }
}
