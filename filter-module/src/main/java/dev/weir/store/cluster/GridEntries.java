package dev.weir.store.cluster;

import dev.weir.store.SharedEntries;
import dev.weir.store.grid.SharedCache;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Entries in a cache of the grid, which drops them when their time is over. Safe for use by many threads. */
record GridEntries(SharedCache cache) implements SharedEntries {

    @Override
    public CompletionStage<@Nullable String> get(String name) {
        return cache.get(name);
    }

    @Override
    public CompletionStage<Boolean> replace(String name, @Nullable String expected, String text) {
        return expected == null ? cache.putIfAbsent(name, text) : cache.replace(name, expected, text);
    }
}
