package dev.weir.store.cluster;

import dev.weir.store.SharedReports;
import dev.weir.store.grid.Grid;
import dev.weir.store.grid.SharedCache;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reports in a cache of the grid, which is opened when it is first used: an application without operators has none.
 * Messages travel as hints. Safe for use by many threads.
 */
final class GridReports implements SharedReports {

    /** What hints begin with that are messages. */
    private static final char MESSAGE = 'm';

    private final Grid grid;
    private volatile Consumer<String> messages = message -> {};
    private volatile Consumer<String> counters = text -> {};
    // guarded by this object
    private @Nullable SharedCache cache;

    GridReports(Grid grid) {
        this.grid = grid;
    }

    /** Opens the cache. May take seconds. */
    synchronized SharedReports open() {
        if (cache == null) {
            cache = grid.reports();
        }
        return this;
    }

    private synchronized SharedCache cache() {
        if (cache == null) {
            throw new IllegalStateException("reports were not opened");
        }
        return cache;
    }

    /** Another instance has passed on {@code hint}. */
    void heard(String hint) {
        if (!hint.isEmpty() && hint.charAt(0) == MESSAGE) {
            messages.accept(hint.substring(1));
        }
    }

    /** Another instance has reset the counter {@code text}, or given permits back to it. */
    void changed(String text) {
        counters.accept(text);
    }

    @Override
    public CompletionStage<@Nullable String> get(String name) {
        return cache().get(name);
    }

    @Override
    public CompletionStage<Boolean> replace(String name, @Nullable String expected, String text) {
        return expected == null ? cache().putIfAbsent(name, text) : cache().replace(name, expected, text);
    }

    @Override
    public List<Member> members() {
        return grid.roster();
    }

    @Override
    public void send(String message) {
        boolean unused = grid.hint(MESSAGE + message);
    }

    @Override
    public void onMessage(Consumer<String> listener) {
        messages = listener;
    }

    @Override
    public void onCounterChange(Consumer<String> listener) {
        counters = listener;
    }

    @Override
    public Iterator<String> counters(int page) {
        return grid.ids(page);
    }
}
