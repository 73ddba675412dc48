package dev.weir.store.slot;

import dev.weir.store.CounterId;
import dev.weir.store.grid.Grid;
import dev.weir.store.grid.SharedCache;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * What all slots of one instance have in common.
 *
 * @param holder this instance
 * @param cache where entries are
 * @param text the text under which a counter is found in the grid
 * @param share the part of a number of slots that this instance has while it counts alone
 * @param busy the gates that may not be forgotten, by the text of their counter
 */
record SlotContext(
        int holder,
        Grid grid,
        Supplier<SharedCache> cache,
        Renewals renewals,
        Circuits circuits,
        Function<CounterId, String> text,
        IntUnaryOperator share,
        Map<String, SlotGate> busy) {

    InstantSource clock() {
        return grid.clock();
    }
}
