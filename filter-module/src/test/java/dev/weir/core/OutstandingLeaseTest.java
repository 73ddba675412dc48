package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Leases are recorded in the state from which they were taken, for as long as they can be returned. */
class OutstandingLeaseTest {

    private static final long START = 1_763_690_000_000L;
    private static final int HOLDER = 7;
    private static final int OTHER = 8;

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void lend_severalHolders_recordsEach(Algorithm algorithm) {
        Policy policy = policy(algorithm, 1_000);
        Outcome first = Lending.lend(policy, State.EMPTY, HOLDER, 20, START);
        Outcome second = Lending.lend(policy, first.state(), OTHER, 30, START + 5);
        assertThat(second.state().leases())
                .containsExactly(lease(HOLDER, first.verdict(), 20), lease(OTHER, second.verdict(), 30));
        assertThat(policy.left(second.state(), START + 5)).isEqualTo(950);
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void lend_withoutARecord_leavesNone(Algorithm algorithm) {
        Policy policy = policy(algorithm, 1_000);
        Outcome lent = Lending.lend(policy, State.EMPTY, OutstandingLease.NOT_RECORDED, 20, START);
        assertThat(lent.state().leases()).isEmpty();
        State ended = Lending.endLease(policy, lent.state(), lease(0, lent.verdict(), 20), 15, START + 10);
        assertThat(policy.left(ended, START + 10)).isEqualTo(995);
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void endLease_recorded_returnsWhatWasNotUsedAndForgetsThatLeaseAlone(Algorithm algorithm) {
        Policy policy = policy(algorithm, 1_000);
        Outcome first = Lending.lend(policy, State.EMPTY, HOLDER, 20, START);
        Outcome second = Lending.lend(policy, first.state(), OTHER, 20, START);
        State ended = Lending.endLease(policy, second.state(), lease(HOLDER, first.verdict(), 20), 15, START + 10);
        assertThat(ended.leases()).containsExactly(lease(OTHER, second.verdict(), 20));
        assertThat(policy.left(ended, START + 10)).isEqualTo(975);
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void endLease_afterAReset_changesNothing(Algorithm algorithm) {
        Policy policy = policy(algorithm, 1_000);
        Outcome lent = Lending.lend(policy, State.EMPTY, HOLDER, 20, START);
        State others = policy.acquire(lent.state().reset(START), 100, START).state();
        assertThat(Lending.endLease(policy, others, lease(HOLDER, lent.verdict(), 20), 20, START + 10))
                .isSameAs(others);
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void endLease_twice_returnsPermitsOnce(Algorithm algorithm) {
        Policy policy = policy(algorithm, 1_000);
        State used = policy.acquire(State.EMPTY, 100, START).state();
        Outcome lent = Lending.lend(policy, used, HOLDER, 20, START);
        OutstandingLease lease = lease(HOLDER, lent.verdict(), 20);
        State ended = Lending.endLease(policy, lent.state(), lease, 20, START + 10);
        assertThat(Lending.endLease(policy, ended, lease, 20, START + 10)).isSameAs(ended);
        assertThat(policy.left(ended, START + 10)).isEqualTo(900);
    }

    @Test
    void endLease_twoLeasesThatAreEqual_endsOne() {
        Policy policy = policy(Algorithm.SLIDING_WINDOW, 1_000);
        State first = Lending.lend(policy, State.EMPTY, HOLDER, 20, START).state();
        Outcome lent = Lending.lend(policy, first, HOLDER, 20, START);
        OutstandingLease lease = lease(HOLDER, lent.verdict(), 20);
        assertThat(Lending.endLease(policy, lent.state(), lease, 20, START).leases())
                .containsExactly(lease);
    }

    @Test
    void acquire_whileALeaseIsRecorded_keepsTheRecord() {
        Policy policy = policy(Algorithm.TOKEN_BUCKET, 1_000);
        State lent = Lending.lend(policy, State.EMPTY, HOLDER, 20, START).state();
        State taken = policy.acquire(lent, 1, START + 1).state();
        assertThat(taken.leases()).isEqualTo(lent.leases());
        State refunded = policy.refund(taken, 1, START + 1, START + 2).state();
        assertThat(refunded.leases()).isEqualTo(lent.leases());
        assertThat(policy.settle(refunded, 3, Block.NONE, START + 2).leases()).isEqualTo(lent.leases());
    }

    @Test
    void acquire_thatBeginsABlock_keepsTheRecord() {
        Policy policy = Policy.of("p", Algorithm.SLIDING_WINDOW, LimitReader.readAll("100/1h"))
                .withBlock(BlockRule.lasting(60_000));
        State lent = Lending.lend(policy, State.EMPTY, HOLDER, 3, START).state();
        State blocked = policy.acquire(lent, 98, START).state();
        assertThat(blocked.block().isActive(START)).isTrue();
        assertThat(blocked.leases()).isEqualTo(lent.leases());
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void endLease_tooLate_isNoLongerRecorded(Algorithm algorithm) {
        Policy policy = policy(algorithm, 1_000);
        Outcome lent = Lending.lend(policy, State.EMPTY, HOLDER, 20, START);
        OutstandingLease lease = lease(HOLDER, lent.verdict(), 20);
        long last = lease.lastMillis() + Lending.millisToReturn(policy);
        assertThat(policy.acquire(lent.state(), 1, last).state().leases()).containsExactly(lease);
        State later = policy.acquire(lent.state(), 1, last + 1).state();
        assertThat(later.leases())
                .as("a record of a lease that nobody returns is not kept")
                .isEmpty();
        assertThat(Lending.endLease(policy, later, lease, 20, last + 1)).isSameAs(later);
        assertThat(Lending.endLease(policy, lent.state(), lease, 20, last + 1))
                .as("also where it is still in the text")
                .isSameAs(lent.state());
    }

    @Test
    void otherHolders_ownLeaseAndTwoOfAnother_isOne() {
        Policy policy = policy(Algorithm.SLIDING_WINDOW, 1_000);
        assertThat(Lending.otherHolders(policy, State.EMPTY, HOLDER, START)).isZero();
        State own = Lending.lend(policy, State.EMPTY, HOLDER, 20, START).state();
        assertThat(Lending.otherHolders(policy, own, HOLDER, START)).isZero();
        assertThat(Lending.otherHolders(policy, own, OTHER, START)).isEqualTo(1);
        State two = Lending.lend(policy, own, OTHER, 2, START).state();
        State others = Lending.lend(policy, two, OTHER, 3, START).state();
        assertThat(Lending.otherHolders(policy, others, HOLDER, START)).isEqualTo(1);
        assertThat(Lending.otherHolders(policy, others, 9, START)).isEqualTo(2);
        long gone = START + Lending.leaseMillis(policy) + Lending.millisToReturn(policy) + 1;
        assertThat(Lending.otherHolders(policy, others, 9, gone))
                .as("too late to return")
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        // a quarter of the window, at most a minute
        "100/1s, 248",
        "100/1m, 15000",
        "100/10m, 60000",
        // at least as long as the lease itself
        "100/1h, 112500",
        "'100/1d,100/1m', 15000",
    })
    void millisToReturn_vectors(String limits, long millis) {
        Policy policy = Policy.of("p", Algorithm.SLIDING_WINDOW, LimitReader.readAll(limits));
        assertThat(Lending.millisToReturn(policy)).isEqualTo(millis);
    }

    @ParameterizedTest
    @EnumSource(names = "SLIDING_LOG", mode = EnumSource.Mode.EXCLUDE)
    void lendable_smallLimits_isNothing(Algorithm algorithm) {
        for (long permits = 0; permits <= 32; permits++) {
            assertThat(Lending.lendable(policy(algorithm, permits), State.EMPTY, START))
                    .as("%d permits", permits)
                    .isZero();
        }
        assertThat(Lending.lendable(policy(algorithm, 33), State.EMPTY, START)).isEqualTo(31);
    }

    @ParameterizedTest
    @EnumSource(names = "SLIDING_LOG", mode = EnumSource.Mode.EXCLUDE)
    void lendable_lastPermits_areKept(Algorithm algorithm) {
        long[][] kept = {{33, 2}, {100, 6}, {160, 10}, {511, 31}, {512, 32}, {1_000, 32}, {1_000_000_000, 32}};
        for (long[] each : kept) {
            Policy policy = policy(algorithm, each[0]);
            assertThat(Lending.lendable(policy, State.EMPTY, START)).isEqualTo(each[0] - each[1]);
            State almost =
                    policy.acquire(State.EMPTY, each[0] - each[1] - 1, START).state();
            assertThat(Lending.lendable(policy, almost, START))
                    .as("one more than is kept of %d", each[0])
                    .isEqualTo(1);
            State used = policy.acquire(almost, 1, START).state();
            assertThat(Lending.lendable(policy, used, START))
                    .as("the last of %d", each[0])
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void largestLease_vectors(Algorithm algorithm) {
        long[][] largest = {{33, 2}, {64, 2}, {100, 3}, {1_000, 31}, {100_000, 3_125}};
        for (long[] each : largest) {
            assertThat(Lending.largestLease(policy(algorithm, each[0]))).isEqualTo(each[1]);
        }
        Policy two = Policy.of("p", algorithm, LimitReader.readAll("100000/1d,100/1h"));
        assertThat(Lending.largestLease(two)).as("of the smallest limit").isEqualTo(3);
    }

    @Test
    void largestLease_bucketWithASmallBurst_isAPartOfTheBurst() {
        Limit limit = new Limit(10_000, Duration.ofHours(1)).withBurst(320);
        Policy policy = Policy.of("p", Algorithm.TOKEN_BUCKET, List.of(limit));
        assertThat(Lending.largestLease(policy)).isEqualTo(10);
        assertThat(Lending.lendable(policy, State.EMPTY, START)).isEqualTo(300);
        Policy few = Policy.of("p", Algorithm.TOKEN_BUCKET, List.of(limit.withBurst(32)));
        assertThat(Lending.lendable(few, State.EMPTY, START)).isZero();
    }

    private static Policy policy(Algorithm algorithm, long permits) {
        return Policy.of("p", algorithm, List.of(new Limit(permits, Duration.ofHours(1))));
    }

    private static OutstandingLease lease(int holder, Verdict lent, long permits) {
        return new OutstandingLease(holder, lent.atMillis(), permits);
    }
}
