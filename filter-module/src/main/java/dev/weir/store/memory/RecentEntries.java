package dev.weir.store.memory;

import dev.weir.store.SharedEntries;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Texts of an instance that shares nothing, up to a bound: then the one that was used least recently is dropped. Safe
 * for use by many threads.
 */
public final class RecentEntries implements SharedEntries {

    private final long most;
    /** The one that was used last at the end; guarded by this object. */
    private final Map<String, String> texts = new LinkedHashMap<>(16, 0.75f, true);

    /** Creates texts, none so far, of which there are at most {@code most}. */
    public RecentEntries(long most) {
        this.most = most;
    }

    @Override
    public synchronized CompletionStage<@Nullable String> get(String name) {
        return CompletableFuture.completedFuture(texts.get(name));
    }

    @Override
    public synchronized CompletionStage<Boolean> replace(String name, @Nullable String expected, String text) {
        boolean expectedOne = Objects.equals(texts.get(name), expected);
        if (expectedOne) {
            texts.put(name, text);
            if (texts.size() > most) {
                texts.remove(texts.keySet().iterator().next());
            }
        }
        return CompletableFuture.completedFuture(expectedOne);
    }
}
