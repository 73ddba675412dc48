package dev.weir.store.gate;

import dev.weir.core.State;
import dev.weir.store.CounterId;
import dev.weir.store.grid.SharedCache;
import dev.weir.store.memory.LeaseSizing;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the gates of one cache have in common. Immutable, and all of it safe for use by many threads.
 *
 * @param cache where the counters are
 * @param pending the gates that have something to settle
 * @param history when members were lost and halves merged
 * @param holder this instance, as states record it with leases
 * @param notices what instances tell each other about counters
 * @param unknown whether the grid has the counters that this instance does not know
 * @param isAnswering whether the member answers that has the counter of a gate
 * @param text the text under which a counter is found in the cache
 * @param swaps is notified of every swap
 */
public record GateContext(
        SharedCache cache,
        InstantSource clock,
        LeaseSizing leases,
        PendingSettlements pending,
        ClusterHistory history,
        int holder,
        Notices notices,
        ReadFirst unknown,
        Predicate<Gate> isAnswering,
        Function<CounterId, String> text,
        SwapListener swaps) {

    /** Is notified of swaps, on threads of the grid: must not block. */
    public interface SwapListener {

        /** The grid holds {@code state} of {@code id}, as {@code text}. */
        void swapped(CounterId id, State state, String text);
    }
}
