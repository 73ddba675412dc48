package dev.weir.store.cluster;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreResultAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A refused key costs the cluster one look a second, and is admitted as soon as anywhere. */
class DenialTest {

    private static final Policy POLICY = StoreFixtures.policy("1/1h");

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final ClusterStore store = StoreFixtures.store(grid);
    private final ClusterStore other = StoreFixtures.store(grid);

    @Test
    void acquire_refusedKey_costsOneOperationASecond() {
        refuse(POLICY);
        for (int second = 0; second < 3; second++) {
            grid.operations = 0;
            for (int i = 0; i < 100; i++) {
                StoreResult.Decided answer = acquire(store, POLICY, "alice");
                assertThat(answer).isRefused().isFrom(Source.DENIAL_CACHE);
                clock.advance(Duration.ofMillis(i < 99 ? 10 : 9));
            }
            assertThat(grid.operations).as("second %d", second).isZero();
            clock.advance(Duration.ofMillis(1));
            assertThat(acquire(store, POLICY, "alice")).isFrom(Source.CLUSTER);
            assertThat(grid.operations).isEqualTo(1);
        }
    }

    @Test
    void glance_asksNobody() {
        refuse(POLICY);
        Policy open = StoreFixtures.policy("5/1h");
        acquire(store, open, "bob");
        grid.operations = 0;
        StoreResult.Decided refused = StoreFixtures.decided(store.peekLocal(StoreFixtures.id(POLICY, "alice"), 1));
        assertThat(refused).isRefused().isFrom(Source.DENIAL_CACHE);
        StoreResult.Decided known = StoreFixtures.decided(store.peekLocal(StoreFixtures.id(open, "bob"), 1));
        assertThat(known).hasRemaining(4);
        StoreResult.Decided unknown = StoreFixtures.decided(store.peekLocal(StoreFixtures.id(open, "carol"), 1));
        assertThat(unknown).hasRemaining(5);
        assertThat(grid.operations).isZero();
    }

    @Test
    void acquire_remembered_waitsLessAndLess() {
        refuse(POLICY);
        long before =
                acquire(store, POLICY, "alice").verdict().retryAfterMillis().orElseThrow();
        clock.advance(Duration.ofMillis(400));
        StoreResult.Decided later = acquire(store, POLICY, "alice");
        assertThat(later).isFrom(Source.DENIAL_CACHE);
        assertThat(later.verdict().retryAfterMillis()).hasValue(before - 400);
    }

    @Test
    void acquire_retryAfterWithinTheSecond_isAdmittedInTime() {
        Policy policy = StoreFixtures.policy("1/500ms");
        refuse(policy);
        long wait = acquire(store, policy, "alice").verdict().retryAfterMillis().orElseThrow();
        clock.advance(Duration.ofMillis(wait - 1));
        assertThat(acquire(store, policy, "alice")).isRefused();
        clock.advance(Duration.ofMillis(1));
        assertThat(acquire(store, policy, "alice")).isAdmitted();
    }

    @Test
    void acquire_resetOnTheOther_isSeenWithinASecond() {
        refuse(POLICY);
        StoreFixtures.counted(other, POLICY, "alice", new Change.Reset());
        clock.advance(Duration.ofMillis(999));
        assertThat(acquire(store, POLICY, "alice")).as("remembered").isRefused();
        clock.advance(Duration.ofMillis(1));
        assertThat(acquire(store, POLICY, "alice")).isAdmitted();
    }

    @Test
    void acquire_resetHere_isSeenAtOnce() {
        refuse(POLICY);
        StoreFixtures.counted(store, POLICY, "alice", new Change.Reset());
        assertThat(acquire(store, POLICY, "alice")).isAdmitted();
    }

    @Test
    void acquire_fewerPermitsThanWereRefused_areAdmitted() {
        Policy policy = StoreFixtures.policy("5/1h");
        StoreFixtures.counted(store, policy, "alice", new Change.Acquire(3));
        assertThat(StoreFixtures.counted(store, policy, "alice", new Change.Acquire(3)))
                .isRefused();
        assertThat(StoreFixtures.counted(store, policy, "alice", new Change.Acquire(2)))
                .isAdmitted();
    }

    @Test
    void acquire_morePermitsThanWereRefused_costNoOperation() {
        Policy policy = StoreFixtures.policy("5/1h");
        StoreFixtures.counted(store, policy, "alice", new Change.Acquire(3));
        StoreFixtures.counted(store, policy, "alice", new Change.Acquire(3));
        grid.operations = 0;
        assertThat(StoreFixtures.counted(store, policy, "alice", new Change.Acquire(4)))
                .isRefused();
        assertThat(grid.operations).isZero();
    }

    @Test
    void acquire_afterAPeekWasRefused_beginsTheBlock() {
        Policy policy = StoreFixtures.blocking("1/1s", Duration.ofMinutes(10));
        acquire(store, policy, "alice");
        StoreResult.Decided peeked = StoreFixtures.counted(store, policy, "alice", new Change.Peek(1));
        assertThat(peeked).isRefused();
        assertThat(acquire(store, policy, "alice")).isBlocked();
        clock.advance(Duration.ofMinutes(9));
        assertThat(acquire(other, policy, "alice")).isBlocked();
    }

    @Test
    void acquire_blockedKey_costsOneOperationASecond() {
        Policy policy = StoreFixtures.blocking("1/1h", Duration.ofMinutes(10));
        refuse(policy);
        grid.operations = 0;
        for (int i = 0; i < 20; i++) {
            assertThat(acquire(store, policy, "alice")).isBlocked();
            clock.advance(Duration.ofMillis(100));
        }
        assertThat(grid.operations).isEqualTo(1);
    }

    @Test
    void acquire_neverPossibleWithABlock_costsOneOperationASecond() {
        Policy policy = StoreFixtures.blocking("0/1h", Duration.ofMinutes(10));
        acquire(store, policy, "alice");
        grid.operations = 0;
        for (int i = 0; i < 20; i++) {
            assertThat(acquire(store, policy, "alice")).isRefused();
            clock.advance(Duration.ofMillis(100));
        }
        assertThat(grid.operations).isEqualTo(1);
    }

    @Test
    void acquire_neverPossibleThenPossibleButRefused_beginsTheBlock() {
        Policy policy = StoreFixtures.blocking("1/1h", Duration.ofMinutes(10));
        acquire(store, policy, "alice");
        StoreFixtures.counted(store, policy, "alice", new Change.Acquire(2));
        assertThat(acquire(store, policy, "alice")).isBlocked();
    }

    @Test
    void acquire_limitsRaisedUnderTheSameName_isAdmittedAtOnce() {
        refuse(POLICY);
        Policy raised = StoreFixtures.policy("2/1h");
        assertThat(acquire(store, raised, "alice")).isAdmitted();
        assertThat(acquire(store, raised, "alice")).isRefused();
    }

    private void refuse(Policy policy) {
        acquire(store, policy, "alice");
        StoreResult.Decided refused = acquire(store, policy, "alice");
        assertThat(refused).isRefused().isFrom(Source.CLUSTER);
    }
}
