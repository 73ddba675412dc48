package dev.weir.store.cluster;

import static dev.weir.store.StoreFixtures.acquire;
import static dev.weir.store.StoreResultAssert.assertThat;

import dev.weir.MutableClock;
import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.StoreFixtures;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An instance that was frozen does not know what others did meanwhile. */
class FrozenInstanceTest {

    private static final Policy POLICY = StoreFixtures.policy("1000/1h");

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final ClusterStore store = StoreFixtures.store(grid);
    private final ClusterStore other = StoreFixtures.store(new FakeGrid(grid));

    @Test
    void acquire_leaseThatAResetEndedMeanwhile_isNotUsed() {
        store.tick();
        while (acquire(store, POLICY, "alice").source() != Source.LEASE) {
            clock.advance(Duration.ofMillis(10));
        }
        StoreFixtures.counted(other, POLICY, "alice", new Change.Reset());
        clock.advance(Duration.ofSeconds(9));
        assertThat(acquire(store, POLICY, "alice")).isFrom(Source.CLUSTER).hasRemaining(999);
    }

    @Test
    void acquire_noAnswerJustAfterTheFreeze_isRefusedForAMoment() {
        store.tick();
        assertThat(acquire(store, POLICY, "alice")).isAdmitted();
        clock.advance(Duration.ofSeconds(9));
        grid.members = 2;
        silence();
        assertThat(acquire(store, POLICY, "alice")).isFrom(Source.LOCAL).isRefused();
        StoreFixtures.pass(store, clock, Duration.ofSeconds(4));
        assertThat(acquire(store, POLICY, "alice"))
                .as("the cluster is silent: the share")
                .isFrom(Source.LOCAL)
                .isAdmitted();
    }

    private void silence() {
        grid.behaviour = FakeGrid.Behaviour.SILENT;
    }
}
