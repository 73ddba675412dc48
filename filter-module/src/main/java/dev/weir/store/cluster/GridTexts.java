package dev.weir.store.cluster;

import dev.weir.store.SharedTexts;
import dev.weir.store.grid.SharedCache;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Texts in a cache of the grid; changes are announced on the noticeboard. Safe for use by many threads. */
final class GridTexts implements SharedTexts {

    private final SharedCache cache;
    private volatile Consumer<String> announce = name -> {};
    private volatile Consumer<String> listener = name -> {};

    GridTexts(SharedCache cache) {
        this.cache = cache;
    }

    /** Sets where changes are announced. */
    void announceBy(Consumer<String> announce) {
        this.announce = announce;
    }

    /** Another instance has changed the text of {@code name}, or any if that is empty. */
    void changed(String name) {
        listener.accept(name);
    }

    @Override
    public CompletionStage<@Nullable String> get(String name) {
        return cache.get(name);
    }

    @Override
    public CompletionStage<Boolean> replace(String name, @Nullable String expected, String text) {
        CompletionStage<Boolean> swap =
                expected == null ? cache.putIfAbsent(name, text) : cache.replace(name, expected, text);
        return swap.whenComplete((done, failure) -> {
            // also if the answer was lost: it can have been put
            if (failure != null || done) {
                announce.accept(name);
            }
        });
    }

    @Override
    public void onChange(Consumer<String> listener) {
        this.listener = listener;
    }
}
