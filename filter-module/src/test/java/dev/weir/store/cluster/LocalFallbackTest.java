package dev.weir.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.StoreFixtures;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the counters of the fallback start from, and when they are let go of. */
class LocalFallbackTest {

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final ClusterStore store = StoreFixtures.store(grid);
    private final ImpatientClient alice = new ImpatientClient(store, "alice");
    private final ClusterStore other = StoreFixtures.store(grid);

    @Test
    void acquire_secondSilence_goesOnFromWhatTheGridHasSinceTheFirst() {
        Policy policy = StoreFixtures.policy("10/1h");
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        assertThat(alice.admitted(policy, 10)).isEqualTo(5);
        grid.thaw();
        StoreFixtures.counted(other, policy, "alice", new Change.Reset());
        clock.advance(Duration.ofSeconds(1));
        assertThat(alice.admitted(policy, 1)).as("by the grid").isEqualTo(1);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        assertThat(alice.admitted(policy, 10)).as("half of nine").isEqualTo(4);
    }

    @Test
    void acquire_silenceLongerThanTheWindow_admitsTheShareOfEachWindow() {
        Policy policy = StoreFixtures.policy("10/1h");
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        assertThat(alice.admitted(policy, 10)).isEqualTo(5);
        for (int minute = 0; minute < 65; minute++) {
            assertThat(alice.admitted(policy, 1)).as("after %d minutes", minute).isLessThanOrEqualTo(minute / 62);
            StoreFixtures.pass(store, clock, Duration.ofMinutes(1));
        }
        assertThat(alice.admitted(policy, 10)).isEqualTo(5 - 3);
    }

    @Test
    void acquire_leaseOfTheFallbackWhileMembersCome_returnsWhatItCost() {
        Policy policy = StoreFixtures.policy("1000/1h");
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        assertThat(alice.admitted(policy, 200)).isEqualTo(200);
        grid.members = 10;
        assertThat(alice.admitted(policy, 500))
                .as("a tenth of the 600 that are left")
                .isEqualTo(60);
    }

    @Test
    void acquire_blockOfALoneInstance_holdsInTheSilence() {
        grid.members = 1;
        Policy policy = StoreFixtures.blocking("1/1s", Duration.ofMinutes(10));
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        assertThat(alice.admitted(policy, 2)).isEqualTo(1);
        clock.advance(Duration.ofMinutes(9));
        assertThat(alice.admitted(policy, 1)).isZero();
        clock.advance(Duration.ofMinutes(2));
        assertThat(alice.admitted(policy, 1)).isEqualTo(1);
    }
}
