package dev.weir.store.cluster;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreFixtures.counted;
import static dev.weir.store.StoreResultAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A block holds on every instance, whatever these know. */
class BlockedKeyTest extends TwoInstances {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void acquire_othersHaveALease_isBlockedThereWithinTwoSeconds(boolean passesHints) {
        Policy policy = blocking("1000/1h", 1, false);
        lease(other, policy);
        // hints get lost, or are not there
        grid.board.instant = false;
        grid.board.passesHints = passesHints;
        exhaust(policy, "alice");
        assertThat(acquire(other, policy, "alice"))
                .as("by the lease")
                .isFrom(Source.LEASE)
                .isAdmitted();
        grid.board.undelivered.clear();
        tick();
        tick();
        assertThat(acquire(other, policy, "alice")).isBlocked();
        assertThat(state(policy).leases()).isEmpty();
    }

    @Test
    void acquire_othersHaveALeaseAndHearAtOnce_isBlockedThereAtOnce() {
        Policy policy = blocking("1000/1h", 1, false);
        lease(other, policy);
        grid.board.instant = false;
        exhaust(policy, "alice");
        grid.board.deliver();
        assertThat(acquire(other, policy, "alice")).isBlocked();
    }

    /** More blocks at once than the noticeboard has room for are announced as one notice about all counters. */
    @Test
    void acquire_manyKeysBlockedAtOnce_areBlockedOnTheOther() {
        Policy policy = blocking("100/1h", 1, false);
        for (int key = 0; key < 40; key++) {
            tick();
            lease(other, policy, "k" + key);
        }
        grid.board.instant = false;
        grid.board.passesHints = false;
        for (int key = 0; key < 40; key++) {
            exhaust(policy, "k" + key);
        }
        tick();
        tick();
        for (int key = 0; key < 40; key++) {
            assertThat(acquire(other, policy, "k" + key)).isBlocked();
        }
    }

    @Test
    void acquire_blockThatNobodyHasALeaseOf_costsNoNotice() {
        Policy policy = blocking("1/1h", 1, false);
        acquire(store, policy, "alice");
        grid.board.entries.clear();
        assertThat(acquire(store, policy, "alice")).isBlocked();
        tick();
        assertThat(grid.board.entries).isEmpty();
    }

    @Test
    void acquire_blockEndsBeforeTheLimitHasRoom_countsAgain() {
        Policy policy = blocking("1/1h", 1, false);
        acquire(store, policy, "alice");
        StoreResult.Decided blocked = acquire(store, policy, "alice");
        assertThat(blocked.verdict().retryAfterMillis().orElseThrow()).isGreaterThan(60_000);
        for (int second = 0; second < 59; second++) {
            tick();
        }
        assertThat(acquire(store, policy, "alice")).isBlocked().isFrom(Source.DENIAL_CACHE);
        tick();
        tick();
        assertThat(acquire(store, policy, "alice")).as("another block begins").isBlocked();
        assertThat(state(policy).block().leftMillis(clock.millis())).isEqualTo(120_000);
        assertThat(state(policy).block().history().blocks()).isEqualTo(2);
    }

    @Test
    void acquire_blockThatForgives_admitsTheWholeLimitEverywhere() {
        Policy policy = blocking("5/1h", 1, true);
        for (int i = 0; i < 5; i++) {
            acquire(i % 2 == 0 ? store : other, policy, "alice");
        }
        StoreResult.Decided refused = acquire(store, policy, "alice");
        assertThat(refused.verdict().retryAfterMillis()).hasValue(60_000);
        clock.advance(Duration.ofMinutes(1).minusMillis(1));
        assertThat(acquire(other, policy, "alice")).isBlocked();
        clock.advance(Duration.ofMillis(1));
        for (int i = 0; i < 5; i++) {
            assertThat(acquire(i % 2 == 0 ? store : other, policy, "alice")).isAdmitted();
        }
        assertThat(acquire(other, policy, "alice")).isBlocked();
    }

    @Test
    void unblock_onOne_holdsOnTheOtherAndLeavesTheCounts() {
        Policy policy = blocking("5/1h", 1, true);
        acquire(store, policy, "alice");
        assertThat(counted(store, policy, "alice", new Change.Acquire(5))).isBlocked();
        assertThat(acquire(other, policy, "alice")).isBlocked();
        grid.board.passesHints = false;
        assertThat(counted(store, policy, "alice", new Change.Unblock())).hasRemaining(4);
        tick();
        tick();
        assertThat(acquire(other, policy, "alice")).isAdmitted().hasRemaining(3);
        assertThat(counted(store, policy, "alice", new Change.Acquire(5))).isBlocked();
        assertThat(state(policy).block().leftMillis(clock.millis()))
                .as("the second")
                .isEqualTo(120_000);
    }

    @Test
    void acquire_outageOfTwoInstances_blocksByTheShareAndSettlesTheBlock() {
        Policy policy = blocking("10/1h", 1, false);
        acquire(store, policy, "alice");
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        for (int i = 0; i < 6; i++) {
            assertThat(late(policy, "alice").verdict().blocked())
                    .as("one answer is late")
                    .isFalse();
        }
        for (int i = 0; i < 6; i++) {
            // the circuit opens
            late(policy, "k" + i);
        }
        StoreResult.Decided last = late(policy, "alice");
        assertThat(last).isBlocked().isFrom(Source.LOCAL);
        grid.thaw();
        for (int second = 0; second < 5; second++) {
            tick();
        }
        assertThat(acquire(other, policy, "alice")).isBlocked();
        assertThat(state(policy).block().history().blocks()).isEqualTo(1);
    }

    private StoreResult.Decided late(Policy policy, String key) {
        return StoreFixtures.decided(
                store.apply(StoreFixtures.id(policy, key), Change.ACQUIRE_ONE, StoreFixtures::noBudget));
    }

    private void lease(ClusterStore holder, Policy policy) {
        lease(holder, policy, "alice");
    }

    private void lease(ClusterStore holder, Policy policy, String key) {
        for (int used = 1; used <= 90; used++) {
            if (acquire(holder, policy, key).source() == Source.LEASE) {
                return;
            }
            clock.advance(Duration.ofMillis(10));
        }
        throw new AssertionError("no lease after 90 requests");
    }

    /** Asks until the key is blocked; nobody returns a lease in time. */
    private void exhaust(Policy policy, String key) {
        CounterId id = StoreFixtures.id(policy, key);
        for (int i = 0; i < 2_000; i++) {
            StoreResult known = store.tryDecide(id, Change.ACQUIRE_ONE);
            if (known == null) {
                Attempt attempt = store.begin(id, Change.ACQUIRE_ONE);
                runLater();
                known = attempt.end(Optional.ofNullable(attempt.verdict().getNow(null)), true);
            }
            if (StoreFixtures.decided(known).verdict().blocked()) {
                return;
            }
        }
        throw new AssertionError("not blocked after 2000 requests");
    }

    private void runLater() {
        while (!grid.later.isEmpty()) {
            grid.later.remove().run();
        }
    }
}
