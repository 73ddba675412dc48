package dev.weir.store.cluster;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreFixtures.remaining;
import static dev.weir.store.StoreResultAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.grid.FakeNoticeboard;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Before a request is refused, other instances return the permits that they took in advance. */
class RecallTest {

    private static final Policy POLICY = StoreFixtures.policy("1000/1h");

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final FakeGrid otherGrid = new FakeGrid(grid);
    private final FakeNoticeboard board = grid.board;
    private final ClusterStore store = StoreFixtures.store(grid);
    private final ClusterStore other = StoreFixtures.store(otherGrid);

    @BeforeEach
    void bothHaveNews() {
        board.instant = true;
        tick();
    }

    @Test
    void acquire_othersHaveALease_getsItsPermits() {
        int used = lease(other, POLICY);
        int admitted = exhaust(store, POLICY);
        assertThat(used + admitted).as("exactly the limit").isEqualTo(1_000);
        assertThat(acquire(other, POLICY, "alice")).isRefused();
    }

    @Test
    void acquire_bothInTurns_admitExactlyTheLimitBeforeTheFirstRefusal() {
        int admitted = 0;
        ClusterStore next = store;
        while (acquire(next, POLICY, "alice").allowed()) {
            admitted++;
            next = admitted / 7 % 2 == 0 ? store : other;
            clock.advance(Duration.ofMillis(50));
        }
        assertThat(admitted).isEqualTo(1_000);
        assertThat(acquire(store, POLICY, "alice")).isRefused();
        assertThat(acquire(other, POLICY, "alice")).isRefused();
    }

    @Test
    void acquire_holderIsSilent_isRefusedByTheClusterAndAsksAgainASecondLater() {
        int used = lease(other, POLICY);
        board.instant = false;
        int admitted = 0;
        while (answer(store, POLICY).allowed()) {
            admitted++;
        }
        assertThat(used + admitted).as("what the other has on lease is missing").isBetween(960, 999);
        grid.operations = 0;
        clock.advance(Duration.ofMillis(999));
        assertThat(acquire(store, POLICY, "alice")).isRefused().isFrom(Source.DENIAL_CACHE);
        assertThat(grid.operations).isZero();
        clock.advance(Duration.ofMillis(1));
        board.instant = true;
        board.undelivered.clear();
        assertThat(answer(store, POLICY)).isAdmitted().isFrom(Source.CLUSTER);
    }

    @Test
    void acquire_requestThatStopsWaiting_isRefusedAndNotAdmittedByTheFallback() {
        lease(other, POLICY);
        board.instant = false;
        StoreResult.Decided last = acquire(store, POLICY, "alice");
        while (last.allowed()) {
            var attempt = store.begin(StoreFixtures.id(POLICY, "alice"), Change.ACQUIRE_ONE);
            last = attempt.verdict().isDone()
                    ? StoreFixtures.decided(
                            attempt.end(Optional.of(attempt.verdict().join()), true))
                    : StoreFixtures.decided(attempt.end(Optional.empty(), true));
        }
        assertThat(last).isRefused().isFrom(Source.CLUSTER);
        long left = remaining(last);
        runLater();
        assertThat(left).isZero();
        assertThat(acquire(store, POLICY, "alice")).isRefused();
    }

    @Test
    void acquire_gridThatPassesNoHints_isRefusedAtOnceAndAdmittedWhenTheOtherHasReadTheBoard() {
        lease(other, POLICY);
        board.passesHints = false;
        exhaust(store, POLICY);
        store.tick();
        other.tick();
        clock.advance(Duration.ofSeconds(1));
        assertThat(acquire(store, POLICY, "alice")).isAdmitted().isFrom(Source.CLUSTER);
    }

    @Test
    void acquire_blockedKey_asksNobody() {
        Policy policy = StoreFixtures.blocking("1000/1h", Duration.ofMinutes(10));
        lease(other, policy);
        board.instant = false;
        while (!answer(store, policy).verdict().blocked()) {
            clock.advance(Duration.ofMillis(1));
        }
        clock.advance(Duration.ofSeconds(1));
        board.undelivered.clear();
        assertThat(acquire(store, policy, "alice")).isBlocked();
        assertThat(board.undelivered).isEmpty();
    }

    @Test
    void acquire_whatNeverFits_asksNobody() {
        lease(other, POLICY);
        board.instant = false;
        assertThat(StoreFixtures.counted(store, POLICY, "alice", new Change.Acquire(1_001)))
                .isRefused();
        assertThat(board.undelivered).isEmpty();
    }

    @Test
    void acquire_policyThatBlocks_beginsNoBlockWhileOthersCanReturnPermits() {
        Policy policy = StoreFixtures.blocking("1000/1h", Duration.ofMinutes(10));
        int used = lease(other, policy);
        int admitted = 0;
        StoreResult.Decided last = acquire(store, policy, "alice");
        while (last.allowed()) {
            admitted++;
            last = acquire(store, policy, "alice");
        }
        assertThat(used + admitted).isEqualTo(1_000);
        assertThat(last).isBlocked();
    }

    @Test
    void reset_onOne_endsTheLeaseOfTheOther() {
        lease(other, POLICY);
        StoreFixtures.counted(store, POLICY, "alice", new Change.Reset());
        assertThat(acquire(other, POLICY, "alice")).isFrom(Source.CLUSTER).hasRemaining(999);
        other.close();
        assertThat(remaining(store, POLICY, "alice"))
                .as("what was returned was forgotten")
                .isEqualTo(999);
    }

    @Test
    void reset_onOne_endsTheDenialOfTheOther() {
        exhaust(store, POLICY);
        clock.advance(Duration.ofMillis(100));
        StoreFixtures.counted(other, POLICY, "alice", new Change.Reset());
        assertThat(acquire(store, POLICY, "alice")).isAdmitted().isFrom(Source.CLUSTER);
    }

    @Test
    void reset_hintGetsLost_endsTheDenialWithinASecond() {
        exhaust(store, POLICY);
        tick();
        board.passesHints = false;
        StoreFixtures.counted(other, POLICY, "alice", new Change.Reset());
        tick();
        assertThat(acquire(store, POLICY, "alice")).isAdmitted();
    }

    @Test
    void refund_onOne_endsTheDenialOfTheOtherWithinASecond() {
        exhaust(store, POLICY);
        long taken = clock.millis();
        tick();
        StoreFixtures.counted(other, POLICY, "alice", new Change.Refund(1, taken));
        tick();
        tick();
        assertThat(acquire(store, POLICY, "alice")).isAdmitted();
    }

    @Test
    void acquire_refusedKey_costsOneOperationInFiveMinutesAndTheBoard() {
        exhaust(store, POLICY);
        tick();
        grid.operations = 0;
        board.operations = 0;
        for (int second = 0; second < 3_500; second++) {
            assertThat(acquire(store, POLICY, "alice")).isRefused();
            tick();
        }
        assertThat(grid.operations).isLessThanOrEqualTo(3_500 / 300);
        assertThat(board.operations).as("one read a second and instance").isEqualTo(7_000);
    }

    @Test
    void acquire_refusedKeyOfABoardThatCannotBeRead_costsOneOperationASecond() {
        exhaust(store, POLICY);
        board.entries.put("board", "2|of a later version");
        for (int second = 0; second < 3; second++) {
            tick();
        }
        grid.operations = 0;
        for (int second = 0; second < 10; second++) {
            assertThat(acquire(store, POLICY, "alice")).isRefused();
            tick();
        }
        assertThat(grid.operations).isEqualTo(10);
    }

    /** Asks until {@code holder} has a lease, of which most is not used; how many permits were used. */
    private int lease(ClusterStore holder, Policy policy) {
        for (int used = 1; used <= 100; used++) {
            if (acquire(holder, policy, "alice").source() == Source.LEASE) {
                return used;
            }
            clock.advance(Duration.ofMillis(10));
        }
        throw new AssertionError("no lease after 100 requests");
    }

    /** Asks until a request is refused; how many were admitted. */
    private int exhaust(ClusterStore asked, Policy policy) {
        int admitted = 0;
        while (acquire(asked, policy, "alice").allowed()) {
            admitted++;
        }
        return admitted;
    }

    /** The answer to a request that waits until what was to be done later is done. */
    private StoreResult.Decided answer(ClusterStore asked, Policy policy) {
        StoreResult known = asked.tryDecide(StoreFixtures.id(policy, "alice"), Change.ACQUIRE_ONE);
        if (known != null) {
            return StoreFixtures.decided(known);
        }
        Attempt attempt = asked.begin(StoreFixtures.id(policy, "alice"), Change.ACQUIRE_ONE);
        runLater();
        return StoreFixtures.decided(
                attempt.end(Optional.ofNullable(attempt.verdict().getNow(null)), true));
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
}
