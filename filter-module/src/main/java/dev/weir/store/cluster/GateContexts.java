package dev.weir.store.cluster;

import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import dev.weir.store.gate.ClusterHistory;
import dev.weir.store.gate.Gate;
import dev.weir.store.gate.GateContext;
import dev.weir.store.gate.Notices;
import dev.weir.store.gate.PendingSettlements;
import dev.weir.store.gate.ReadFirst;
import dev.weir.store.grid.Grid;
import dev.weir.store.grid.Retention;
import dev.weir.store.memory.LeaseSizing;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What the gates of one instance have in common, for each cache of the grid that policies need. Safe for use by many
 * threads.
 */
final class GateContexts {

    private final Map<Retention, GateContext> opened = new ConcurrentHashMap<>();
    private final Grid grid;
    private final LeaseSizing leases;
    private final PendingSettlements pending;
    private final ClusterHistory history;
    private final int holder;
    private final Notices notices;
    private final Predicate<Gate> isAnswering;
    private final Function<CounterId, String> text;
    private final GateContext.SwapListener swaps;

    /**
     * Contexts of caches that are opened when they are needed.
     *
     * @param holder this instance, as states record it with leases
     * @param isAnswering whether the member answers that has the counter of a gate
     * @param text the text under which a counter is found in the grid
     * @param swaps is notified of every swap
     */
    GateContexts(
            Grid grid,
            LeaseSizing leases,
            PendingSettlements pending,
            ClusterHistory history,
            int holder,
            Notices notices,
            Predicate<Gate> isAnswering,
            Function<CounterId, String> text,
            GateContext.SwapListener swaps) {
        this.grid = grid;
        this.leases = leases;
        this.pending = pending;
        this.history = history;
        this.holder = holder;
        this.notices = notices;
        this.isAnswering = isAnswering;
        this.text = text;
        this.swaps = swaps;
    }

    /** The context of the gates of {@code policy}; opens their cache, if it is the first of them. */
    GateContext of(Policy policy) {
        Retention retention = Retention.of(policy);
        GateContext known = opened.get(retention);
        if (known != null) {
            return known;
        }
        // not by computeIfAbsent, which would hold a lock while the cache is opened
        GateContext made = new GateContext(
                grid.cache(retention),
                grid.clock(),
                leases,
                pending,
                history,
                holder,
                notices,
                new ReadFirst(),
                isAnswering,
                text,
                swaps);
        GateContext before = opened.putIfAbsent(retention, made);
        return before == null ? made : before;
    }
}
