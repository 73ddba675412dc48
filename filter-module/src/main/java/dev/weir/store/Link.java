package dev.weir.store;

import java.time.InstantSource;
import java.util.function.Function;

/**
 * What the gates of one cache have in common: their way to the cluster. Immutable, and all of it safe for use by many threads.
 *
 * @param cache where the counters are
 * @param unsettled where gates stand that owe something or have a lease
 * @param reunion remembers what was charged, and knows of merges
 * @param text the text under which a counter is found in the cache
 * @param swaps told of every swap that was made
 */
record Link(
        SharedCache cache,
        InstantSource clock,
        Lending lending,
        Unsettled unsettled,
        Reunion reunion,
        Function<CounterId, String> text,
        SwapListener swaps) {

    /** Hears of swaps, on the threads of the grid: must not wait. */
    interface SwapListener {

        /** The grid holds the state of {@code booking} for {@code gate}, as {@code text}. */
        void swapped(Gate gate, Booking booking, String text);
    }
}
