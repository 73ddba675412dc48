package dev.weir.store.gate;

import dev.weir.core.Block;
import dev.weir.core.BlockRule;

/** Refusals from memory that count towards a block, and that the grid does not know of yet. Guarded by its gate. */
final class UncountedRefusals {

    private int number;

    /**
     * Counts one more, after those of {@code known} and the ones before. Returns false if a block would begin, which
     * only the grid can decide.
     */
    boolean tryAdd(BlockRule rule, Block known, long nowMillis) {
        boolean adds = !rule.isDue(known, number + 1L, nowMillis);
        number += adds ? 1 : 0;
        return adds;
    }

    boolean isNone() {
        return number == 0;
    }

    /** Removes all, and returns how many they were. */
    int takeAll() {
        int all = number;
        number = 0;
        return all;
    }
}
