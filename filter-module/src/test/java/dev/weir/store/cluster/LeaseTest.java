package dev.weir.store.cluster;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreFixtures.remaining;
import static dev.weir.store.StoreResultAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Lending;
import dev.weir.core.Policy;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.grid.Grid;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Permits of a hot key are taken in advance, and come back. */
class LeaseTest {

    private static final Policy POLICY = StoreFixtures.policy("100000/1h");

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final ClusterStore store = StoreFixtures.store(grid);
    private final Grid.Membership membership = grid.membership;
    private final ClusterStore other = StoreFixtures.store(grid);

    @Test
    void acquire_hotKey_costsNoOperationWhileTheLeaseLasts() {
        heat(POLICY);
        acquire(store, POLICY, "hot");
        grid.operations = 0;
        StoreResult.Decided answer = acquire(store, POLICY, "hot");
        assertThat(answer).isFrom(Source.LEASE).isAdmitted();
        assertThat(grid.operations).isZero();
    }

    @Test
    void acquire_hotKey_saysWhatIsLeftOfLeaseAndLimit() {
        long taken = heat(POLICY);
        assertThat(acquire(store, POLICY, "hot")).hasRemaining(100_000 - taken - 1);
        assertThat(acquire(store, POLICY, "hot")).hasRemaining(100_000 - taken - 2);
    }

    @Test
    void peek_hotKey_takesNothingOfTheLease() {
        long taken = heat(POLICY);
        grid.operations = 0;
        for (int i = 0; i < 10; i++) {
            assertThat(remaining(store, POLICY, "hot")).isEqualTo(100_000 - taken);
        }
        assertThat(grid.operations).isZero();
    }

    @Test
    void acquire_hotKeyWithLeaseOff_isAlwaysDecidedByTheCluster() {
        ClusterStore withoutLeases = StoreFixtures.store(grid, StoreFixtures.settings(false), Optional.empty());
        for (int i = 0; i < 500; i++) {
            assertThat(acquire(withoutLeases, POLICY, "hot")).isFrom(Source.CLUSTER);
            clock.advance(Duration.ofMillis(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"32/1h", "100000/1h,32/1m"})
    void acquire_hotKeyOfASmallLimit_isAlwaysDecidedByTheCluster(String limits) {
        Policy policy = StoreFixtures.policy(limits);
        int admitted = 0;
        for (int i = 0; i < 32; i++) {
            StoreResult.Decided answer = acquire(store, policy, "hot");
            assertThat(answer).isFrom(Source.CLUSTER);
            admitted += answer.allowed() ? 1 : 0;
            clock.advance(Duration.ofMillis(1));
        }
        assertThat(admitted).isEqualTo(32);
    }

    @Test
    void acquire_lastPermitsOfAHotKey_areDecidedByTheCluster() {
        Policy policy = StoreFixtures.policy("1000/1h");
        StoreResult.Decided answer = acquire(store, policy, "hot");
        boolean lent = false;
        while (answer.allowed()) {
            lent |= answer.source() == Source.LEASE;
            if (remaining(answer) < 32) {
                assertThat(answer).isFrom(Source.CLUSTER);
            }
            clock.advance(Duration.ofMillis(1));
            answer = acquire(store, policy, "hot");
        }
        assertThat(lent).isTrue();
        assertThat(remaining(other, policy, "hot")).as("all are handed out").isZero();
    }

    @Test
    void acquire_hotKeyOfALargeLimit_isLentAlmostToTheEnd() {
        Policy policy = StoreFixtures.policy("100000/1h");
        StoreResult.Decided answer = acquire(store, policy, "hot");
        int asked = 0;
        for (int i = 0; answer.allowed(); i++) {
            asked += answer.source() == Source.CLUSTER ? 1 : 0;
            clock.advance(Duration.ofMillis(i % 10 == 0 ? 1 : 0));
            if (i % 10_000 == 0) {
                store.tick();
            }
            answer = acquire(store, policy, "hot");
        }
        assertThat(asked).isLessThan(1_000);
        assertThat(remaining(other, policy, "hot")).as("all are handed out").isZero();
    }

    @Test
    void tick_swapThatIsRepeated_returnsTheLeaseOnce() {
        long taken = heat(POLICY);
        letTheLeaseEnd();
        grid.repeats = true;
        store.tick();
        assertThat(remaining(other, POLICY, "hot")).isEqualTo(100_000 - taken);
    }

    @Test
    void tick_swapThatIsRepeatedAfterAnotherBuiltOnIt_returnsTheLeaseOnce() {
        long taken = heat(POLICY);
        letTheLeaseEnd();
        grid.ownerDiesAfterTheSwap(() -> acquire(other, POLICY, "hot"));
        store.tick();
        assertThat(remaining(other, POLICY, "hot")).isEqualTo(100_000 - taken - 1);
    }

    @Test
    void tick_swapThatIsRepeatedByAnOwnerThatWasOneBefore_returnsTheLeaseOnce() {
        long taken = heat(POLICY);
        letTheLeaseEnd();
        grid.repeats = true;
        grid.meanwhile = () -> {
            membership.lost("a member that had the counter for a moment");
            acquire(other, POLICY, "hot");
        };
        store.tick();
        assertThat(remaining(other, POLICY, "hot")).isEqualTo(100_000 - taken - 1);
    }

    @Test
    void tick_anotherWasQuicker_returnsTheLease() {
        long taken = heat(POLICY);
        letTheLeaseEnd();
        acquire(other, POLICY, "hot");
        store.tick();
        assertThat(remaining(other, POLICY, "hot")).isEqualTo(100_000 - taken - 1);
    }

    @Test
    void tick_leaseThatEnded_isReturned() {
        long taken = heat(POLICY);
        assertThat(remaining(other, POLICY, "hot")).isLessThan(100_000 - taken);
        letTheLeaseEnd();
        store.tick();
        assertThat(remaining(other, POLICY, "hot")).isEqualTo(100_000 - taken);
    }

    @Test
    void close_lease_isReturned() {
        long taken = heat(POLICY);
        store.close();
        assertThat(remaining(other, POLICY, "hot")).isEqualTo(100_000 - taken);
    }

    @Test
    void close_whileAnOperationTakesALease_returnsItWhenThatEnds() {
        long taken = heat(POLICY) + 2;
        letTheLeaseEnd();
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        for (int i = 0; i < 2; i++) {
            var unused = store.begin(StoreFixtures.id(POLICY, "hot"), new Change.Acquire(1));
        }
        store.close();
        grid.thaw();
        assertThat(remaining(other, POLICY, "hot")).isEqualTo(100_000 - taken);
    }

    /** And the time in which a next request would return it. */
    private void letTheLeaseEnd() {
        clock.advance(Duration.ofMillis(Lending.leaseMillis(POLICY) * 15 / 8));
    }

    @Test
    void close_debt_isPaid() {
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        acquire(store, POLICY, "cold");
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        store.close();
        assertThat(remaining(other, POLICY, "cold")).isEqualTo(100_000 - 1);
    }

    @Test
    void acquire_moreThanTheLeaseHas_isDecidedByTheCluster() {
        long taken = heat(POLICY);
        StoreResult.Decided answer = StoreFixtures.counted(store, POLICY, "hot", new Change.Acquire(50_000));
        assertThat(answer).isFrom(Source.CLUSTER).isAdmitted();
        store.close();
        assertThat(remaining(other, POLICY, "hot")).isEqualTo(50_000 - taken);
    }

    @Test
    void reset_hotKey_forgetsTheLeaseToo() {
        heat(POLICY);
        StoreFixtures.counted(store, POLICY, "hot", new Change.Reset());
        store.close();
        assertThat(remaining(other, POLICY, "hot")).isEqualTo(100_000);
    }

    /** Asks until the instance has a lease; how many permits were used. */
    private long heat(Policy policy) {
        for (int used = 1; used <= 500; used++) {
            if (acquire(store, policy, "hot").source() == Source.LEASE) {
                return used;
            }
            clock.advance(Duration.ofMillis(1));
        }
        throw new AssertionError("no lease after 500 requests in half a second");
    }
}
