package dev.weir.store.cluster;

import dev.weir.store.grid.Grid;
import dev.weir.store.grid.Retention;
import dev.weir.store.grid.SharedCache;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * A grid as another one, but its counters are in the cache of the noticeboard: there they do not count for {@code
 * ratelimit.cluster.max-keys}, and expire within an hour. It notices no change of the cluster, and is not closed.
 *
 * @param cache of the noticeboard
 */
record ScratchGrid(Grid grid, SharedCache cache) implements Grid {

    ScratchGrid(Grid grid) {
        this(grid, grid.noticeboard());
    }

    @Override
    public SharedCache cache(Retention retention) {
        return cache;
    }

    @Override
    public SharedCache noticeboard() {
        return cache;
    }

    @Override
    public SharedCache texts() {
        return cache;
    }

    @Override
    public SharedCache logins() {
        return cache;
    }

    @Override
    public SharedCache slots() {
        return cache;
    }

    @Override
    public SharedCache reports() {
        return cache;
    }

    @Override
    public Iterator<String> ids(int page) {
        return grid.ids(page);
    }

    @Override
    public boolean hint(String text) {
        return false;
    }

    @Override
    public void onHint(Consumer<String> listener) {
        // nothing to hear
    }

    @Override
    public int members() {
        return grid.members();
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public InstantSource clock() {
        return grid.clock();
    }

    @Override
    public void listen(Membership membership) {
        // the counters are of no importance
    }

    @Override
    public void tick() {
        // the other grid is maintained
    }

    @Override
    public String describe() {
        return grid.describe();
    }

    @Override
    public void close() {
        // the other grid goes on
    }
}
