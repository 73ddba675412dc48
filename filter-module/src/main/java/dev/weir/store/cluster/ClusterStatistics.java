package dev.weir.store.cluster;

import dev.weir.store.StoreStatistics;
import dev.weir.store.gate.Gate;
import dev.weir.store.grid.Grid;
import dev.weir.store.memory.BlockedKeys;
import dev.weir.store.memory.KeyTable;
import dev.weir.store.memory.LocalStore;
import java.util.Optional;

/**
 * The standing of the shared store. It is made once a second, on the thread that looks after the store, of what is in
 * memory: to ask for it costs nothing, and the grid is never asked. Safe for use by many threads.
 */
final class ClusterStatistics {

    private final Grid grid;
    private final KeyTable<Gate> gates;
    private final LocalStore local;
    private final Settlement settlement;
    private final long mostKeys;
    private final BlockedKeys blocked;
    private volatile Optional<Persistence> persistence = Optional.empty();
    private volatile StoreStatistics latest;

    ClusterStatistics(Grid grid, KeyTable<Gate> gates, LocalStore local, Settlement settlement, long mostKeys) {
        this.grid = grid;
        this.gates = gates;
        this.local = local;
        this.settlement = settlement;
        this.mostKeys = mostKeys;
        // a key that the fallback blocks has a gate too
        this.blocked = new BlockedKeys(() -> Math.max(gates.blocked(), local.blocked()));
        this.latest = look();
    }

    /** Adds the database in which counters outlive the grid. */
    void with(Optional<Persistence> opened) {
        persistence = opened;
    }

    /** Called once a second. */
    void tick() {
        latest = look();
    }

    StoreStatistics latest() {
        return latest;
    }

    private StoreStatistics look() {
        int members = grid.members();
        int silent = Math.min(members, settlement.silent());
        return new StoreStatistics(
                true,
                2 * silent <= members,
                members,
                silent,
                gates.size(),
                mostKeys,
                blocked.count(grid.clock().millis()),
                settlement.owed(),
                grid.entries(),
                gates.evictions() + local.evictions(),
                settlement.settlements(),
                persistence.map(Persistence::lagMillis).orElse(0L));
    }
}
