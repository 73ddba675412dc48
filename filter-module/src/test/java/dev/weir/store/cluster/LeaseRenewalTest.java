package dev.weir.store.cluster;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreFixtures.remaining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Lending;
import dev.weir.core.OutstandingLease;
import dev.weir.core.Policy;
import dev.weir.core.StateCodec;
import dev.weir.store.StoreFixtures;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A key that is asked for now and then is decided from memory, and what it does not use comes back. */
class LeaseRenewalTest {

    private static final Policy POLICY = StoreFixtures.policy("100000/1h");
    private static final String TEXT = StoreFixtures.text(StoreFixtures.id(POLICY, "cold"));

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final ClusterStore store = StoreFixtures.store(grid);
    private final ClusterStore other = StoreFixtures.store(new FakeGrid(grid));

    @Test
    void acquire_steadyKey_neverWaitsAfterTheBeginning() {
        use(14);
        grid.operations = 0;
        for (int i = 0; i < 350; i++) {
            assertThat(store.tryDecide(StoreFixtures.id(POLICY, "cold"), Change.ACQUIRE_ONE))
                    .as("request %d", i)
                    .isNotNull();
            passSeconds(10);
        }
        assertThat(grid.operations).as("renewals").isBetween(30, 100);
        store.close();
        assertThat(remaining(other, POLICY, "cold")).isEqualTo(100_000 - 364);
    }

    @Test
    void acquire_renewalThatTheGridDoesNotAnswer_usesWhatIsThere() {
        use(14);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        int decided = 0;
        while (store.tryDecide(StoreFixtures.id(POLICY, "cold"), Change.ACQUIRE_ONE) != null) {
            decided++;
        }
        assertThat(decided).isPositive();
        grid.thaw();
        assertThat(store.tryDecide(StoreFixtures.id(POLICY, "cold"), Change.ACQUIRE_ONE))
                .as("the lease that came")
                .isNotNull();
    }

    @Test
    void tick_leaseAndTheOneBeforeThatEnded_areReturned() {
        int used = renewed();
        assertThat(leases()).as("the lease, and the one before").hasSize(2);
        passSeconds((Lending.leaseMillis(POLICY) + Lending.millisToReturn(POLICY) * 7 / 8) / 1_000);
        assertThat(leases()).isEmpty();
        assertThat(remaining(other, POLICY, "cold")).isEqualTo(100_000 - used);
    }

    @Test
    void acquire_afterTheLeaseEnded_returnsItWithTheSameOperation() {
        int used = renewed();
        clock.advance(Duration.ofMillis(Lending.leaseMillis(POLICY) + 1));
        grid.operations = 0;
        assertThat(acquire(store, POLICY, "cold").source()).isEqualTo(Source.CLUSTER);
        assertThat(grid.operations).isEqualTo(1);
        long lent = leases().stream().mapToLong(OutstandingLease::permits).sum();
        assertThat(remaining(other, POLICY, "cold")).isEqualTo(100_000 - used - 1 - lent);
    }

    @Test
    void tick_olderLeaseThatIsDueBeforeTheNewOne_isReturned() {
        int used = renewed();
        OutstandingLease older = leases().get(0);
        long due = older.lastMillis() + Lending.millisToReturn(POLICY) * 7 / 8;
        clock.advance(Duration.ofMillis(due - clock.millis()));
        store.tick();
        assertThat(leases()).doesNotContain(older);
        store.close();
        assertThat(remaining(other, POLICY, "cold")).isEqualTo(100_000 - used);
    }

    @Test
    void acquire_secondRequestOfAKey_takesALease() {
        use(2);
        assertThat(leases()).hasSize(1);
    }

    @Test
    void acquire_fewRequestsAtOnce_takeNoLease() {
        for (int i = 0; i < 5; i++) {
            assertThat(acquire(store, POLICY, "cold").source()).isEqualTo(Source.CLUSTER);
            clock.advance(Duration.ofMillis(100));
        }
        assertThat(leases()).isEmpty();
    }

    @Test
    void acquire_keyThatIsSeldomAskedFor_hasNoLease() {
        for (int i = 0; i < 3; i++) {
            assertThat(acquire(store, POLICY, "cold").source()).isEqualTo(Source.CLUSTER);
            assertThat(leases()).isEmpty();
            clock.advance(Duration.ofMinutes(10));
            store.tick();
        }
    }

    @Test
    void acquire_afterAResetElsewhere_returnsNoLeaseThatTheResetForgot() {
        renewed();
        StoreFixtures.counted(other, POLICY, "cold", new Change.Reset());
        StoreFixtures.counted(other, POLICY, "cold", new Change.Acquire(500));
        store.close();
        assertThat(remaining(other, POLICY, "cold")).isEqualTo(99_500);
    }

    /** Asks until a second lease was taken while the first lasts; how many permits were used. */
    private int renewed() {
        int used = 0;
        while (leases().size() < 2) {
            assertThat(used).isLessThan(100);
            use(1);
            used++;
        }
        return used;
    }

    private void use(int times) {
        for (int i = 0; i < times; i++) {
            acquire(store, POLICY, "cold");
            passSeconds(10);
        }
    }

    private void passSeconds(long seconds) {
        for (int i = 0; i < seconds; i++) {
            clock.advance(Duration.ofSeconds(1));
            store.tick();
        }
    }

    private List<OutstandingLease> leases() {
        String text = grid.entries.get(TEXT);
        return text == null ? List.of() : StateCodec.decode(text).orElseThrow().leases();
    }
}
