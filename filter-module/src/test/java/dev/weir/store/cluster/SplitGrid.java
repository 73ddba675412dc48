package dev.weir.store.cluster;

import static dev.weir.store.StoreFixtures.acquire;

import dev.weir.MutableClock;
import dev.weir.core.Policy;
import dev.weir.store.StoreFixtures;
import dev.weir.store.grid.FakeGrid;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A grid that can part and come together again, and one instance on it. */
abstract class SplitGrid {

    static final Policy POLICY = StoreFixtures.policy("100/1h");

    static final String OTHERS = "a member of the other half";

    final MutableClock clock = new MutableClock();
    final FakeGrid grid = new FakeGrid(clock);
    final ClusterStore store = StoreFixtures.storeWithoutLeases(grid);

    /** The other half is gone; what it holds. */
    Map<String, String> part() {
        Map<String, String> others = new HashMap<>(grid.entries);
        grid.membership.lost(OTHERS);
        return others;
    }

    void merge(Map<String, String> others) {
        grid.membership.merging();
        grid.entries.clear();
        grid.entries.putAll(others);
        grid.membership.merged(Set.of(OTHERS));
    }

    void use(int times, Policy policy) {
        for (int i = 0; i < times; i++) {
            acquire(store, policy, "alice");
        }
    }
}
