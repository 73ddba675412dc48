package dev.weir.runtime;

import dev.weir.MutableClock;
import dev.weir.store.CounterStore;
import dev.weir.store.Rosters;
import dev.weir.store.Slots;
import dev.weir.store.StoreOperations;
import dev.weir.store.StoreStatistics;
import dev.weir.store.memory.LocalReports;
import dev.weir.store.memory.LocalTexts;
import dev.weir.store.memory.RecentEntries;
import java.util.Collections;

/** An open store of parts that a test makes. */
final class OpenedStores {

    private OpenedStores() {}

    static Stores.Opened of(CounterStore store, Rosters rosters, Slots slots) {
        return new Stores.Opened(
                store,
                "of a test",
                rosters,
                slots,
                new LocalTexts(),
                () -> new RecentEntries(10),
                () -> new LocalReports(Collections::emptyIterator),
                new MutableClock(),
                () -> StoreStatistics.alone(0, 10, 0, 0),
                new StoreOperations(50, () -> 0));
    }
}
