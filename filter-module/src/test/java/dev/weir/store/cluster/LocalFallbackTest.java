package dev.weir.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the counters of the fallback start from, and when they are let go of. */
class LocalFallbackTest {

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final ClusterStore store = StoreFixtures.store(grid);
    private final ClusterStore other = StoreFixtures.store(grid);

    @Test
    void acquire_secondSilence_goesOnFromWhatTheGridHasSinceTheFirst() {
        Policy policy = StoreFixtures.policy("10/1h");
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        assertThat(admitted(policy, 10)).isEqualTo(5);
        grid.thaw();
        StoreFixtures.counted(other, policy, "alice", new Change.Reset());
        clock.advance(Duration.ofSeconds(1));
        assertThat(admitted(policy, 1)).as("by the grid").isEqualTo(1);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        assertThat(admitted(policy, 10)).as("half of nine").isEqualTo(4);
    }

    @Test
    void acquire_silenceLongerThanTheWindow_admitsTheShareOfEachWindow() {
        Policy policy = StoreFixtures.policy("10/1h");
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        assertThat(admitted(policy, 10)).isEqualTo(5);
        for (int minute = 0; minute < 65; minute++) {
            assertThat(admitted(policy, 1)).as("after %d minutes", minute).isLessThanOrEqualTo(minute / 62);
            clock.advance(Duration.ofMinutes(1));
            store.tick();
        }
        assertThat(admitted(policy, 10)).isEqualTo(5 - 3);
    }

    @Test
    void acquire_leaseOfTheFallbackWhileMembersCome_returnsWhatItCost() {
        Policy policy = StoreFixtures.policy("1000/1h");
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        assertThat(admitted(policy, 200)).isEqualTo(200);
        grid.members = 10;
        assertThat(admitted(policy, 500)).as("a tenth of the 600 that are left").isEqualTo(60);
    }

    @Test
    void acquire_blockOfALoneInstance_holdsInTheSilence() {
        grid.members = 1;
        Policy policy = StoreFixtures.blocking("1/1s", Duration.ofMinutes(10));
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        assertThat(admitted(policy, 2)).isEqualTo(1);
        clock.advance(Duration.ofMinutes(9));
        assertThat(admitted(policy, 1)).isZero();
        clock.advance(Duration.ofMinutes(2));
        assertThat(admitted(policy, 1)).isEqualTo(1);
    }

    private int admitted(Policy policy, int requests) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            StoreResult answer = store.apply(
                    StoreFixtures.id(policy, "alice"),
                    new Change.Acquire(1),
                    () -> new WaitBudget(1, System::nanoTime));
            admitted += ((StoreResult.Decided) answer).allowed() ? 1 : 0;
        }
        return admitted;
    }
}
