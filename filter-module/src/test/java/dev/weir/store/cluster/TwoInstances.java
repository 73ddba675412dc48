package dev.weir.store.cluster;

import dev.weir.MutableClock;
import dev.weir.core.BlockRule;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.StateCodec;
import dev.weir.store.StoreFixtures;
import dev.weir.store.grid.FakeGrid;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;

/** Two instances of one cluster, which hear of each other, and keys that they block. */
abstract class TwoInstances {

    private static final long DAY = 86_400_000;

    final MutableClock clock = new MutableClock();
    final FakeGrid grid = new FakeGrid(clock);
    final FakeGrid otherGrid = new FakeGrid(grid);
    final ClusterStore store = StoreFixtures.store(grid);
    final ClusterStore other = StoreFixtures.store(otherGrid);

    @BeforeEach
    void bothHaveNews() {
        grid.board.instant = true;
        tick();
    }

    State state(Policy policy) {
        return StateCodec.decode(grid.entries.get(StoreFixtures.text(StoreFixtures.id(policy, "alice"))))
                .orElseThrow();
    }

    void tick() {
        store.tick();
        other.tick();
        clock.advance(Duration.ofSeconds(1));
    }

    /** Blocks of a minute that double. */
    static Policy blocking(String limits, int after, boolean forgives) {
        BlockRule rule = new BlockRule(60_000, after, DAY, 200, DAY, DAY, forgives);
        return StoreFixtures.policy(limits).withBlock(rule);
    }
}
