package dev.weir.store.cluster;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreFixtures.counted;
import static dev.weir.store.StoreResultAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.Source;
import dev.weir.core.Block;
import dev.weir.core.BlockRule;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.StateCodec;
import dev.weir.store.CounterId;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refusals are counted at little cost, and a block holds on every instance, whatever these know. */
class BlockedKeyTest {

    private static final long DAY = 86_400_000;

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final FakeGrid otherGrid = new FakeGrid(grid);
    private final ClusterStore store = StoreFixtures.store(grid);
    private final ClusterStore other = StoreFixtures.store(otherGrid);

    @BeforeEach
    void bothHaveNews() {
        grid.board.instant = true;
        tick();
    }

    @Test
    void acquire_fiveRefusalsWithinASecond_beginTheBlockWithTwoWrites() {
        Policy policy = blocking("1/1h", 5, false);
        acquire(store, policy, "alice");
        long version = state(policy).version();
        for (int i = 1; i < 5; i++) {
            StoreResult.Decided refused = acquire(store, policy, "alice");
            assertThat(refused).isRefused();
            assertThat(refused.verdict().blocked()).as("refusal %d", i).isFalse();
            clock.advance(Duration.ofMillis(10));
        }
        assertThat(acquire(store, policy, "alice")).isBlocked();
        // the first refusal, and the three after it with the fifth
        assertThat(state(policy).version()).isEqualTo(version + 1 + 2);
    }

    @Test
    void acquire_manyRefusals_costOneWriteASecond() {
        Policy policy = blocking("1/1h", 1_000, false);
        acquire(store, policy, "alice");
        acquire(store, policy, "alice");
        for (int second = 0; second < 5; second++) {
            grid.operations = 0;
            for (int i = 0; i < 100; i++) {
                clock.advance(Duration.ofMillis(10));
                assertThat(acquire(store, policy, "alice")).isRefused();
            }
            assertThat(grid.operations).as("swaps in second %d", second).isEqualTo(1);
        }
        assertThat(state(policy).block().refusals().number()).isEqualTo(501);
    }

    @Test
    void acquire_refusalsAtTheEndOfABurst_areWrittenByTheTick() {
        Policy policy = blocking("1/1h", 5, false);
        acquire(store, policy, "alice");
        for (int i = 0; i < 4; i++) {
            acquire(store, policy, "alice");
        }
        assertThat(state(policy).block().refusals().number()).isEqualTo(1);
        store.tick();
        assertThat(state(policy).block().refusals().number())
                .as("not within the second")
                .isEqualTo(1);
        tick();
        store.tick();
        assertThat(state(policy).block().refusals().number()).isEqualTo(4);
        grid.operations = 0;
        tick();
        tick();
        assertThat(grid.operations).as("nothing is left to write").isZero();
        assertThat(acquire(other, policy, "alice")).isBlocked();
    }

    @Test
    void close_refusalsThatAreNotWritten_areWritten() {
        Policy policy = blocking("1/1h", 5, false);
        acquire(store, policy, "alice");
        for (int i = 0; i < 4; i++) {
            acquire(store, policy, "alice");
        }
        store.close();
        assertThat(state(policy).block().refusals().number()).isEqualTo(4);
    }

    @Test
    void acquire_refusalsOnTwoInstances_countTogether() {
        Policy policy = blocking("1/1h", 5, false);
        acquire(store, policy, "alice");
        acquire(store, policy, "alice");
        acquire(other, policy, "alice");
        acquire(store, policy, "alice");
        clock.advance(Duration.ofSeconds(1));
        // the second of this instance, and this one
        assertThat(acquire(store, policy, "alice").verdict().blocked()).isFalse();
        assertThat(acquire(other, policy, "alice")).isBlocked();
    }

    @Test
    void acquire_refusalsThatTheGridDoesNotHearOf_areNotKept() {
        Policy policy = blocking("1/1h", 5, false);
        acquire(store, policy, "alice");
        acquire(store, policy, "alice");
        acquire(store, policy, "alice");
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        clock.advance(Duration.ofSeconds(1));
        acquire(store, policy, "alice");
        grid.thaw();
        clock.advance(Duration.ofSeconds(1));
        acquire(store, policy, "alice");
        assertThat(state(policy).block().refusals().number()).isEqualTo(2);
    }

    @Test
    void acquire_keyThatIsNeverRefused_hasNoTrace() {
        Policy policy = blocking("10/1h", 5, false);
        acquire(store, policy, "alice");
        assertThat(state(policy).block()).isSameAs(Block.NONE);
        assertThat(grid.entries.get("tested|alice")).doesNotContain("f3162");
    }

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

    private State state(Policy policy) {
        return StateCodec.decode(grid.entries.get(StoreFixtures.text(StoreFixtures.id(policy, "alice"))))
                .orElseThrow();
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

    private void tick() {
        store.tick();
        other.tick();
        clock.advance(Duration.ofSeconds(1));
    }

    /** Blocks of a minute that double. */
    private static Policy blocking(String limits, int after, boolean forgives) {
        BlockRule rule = new BlockRule(60_000, after, DAY, 200, DAY, DAY, forgives);
        return StoreFixtures.policy(limits).withBlock(rule);
    }
}
