package dev.weir.store.grid;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A cache of texts that all instances of the cluster share. No method waits; a stage that completes exceptionally means
 * that the cluster failed, one that never completes that it is silent. Safe for use by many threads.
 */
public interface SharedCache {

    /** The member that owns the entry {@code id} at present. Entries move when members join or leave. */
    Object ownerOf(String id);

    /** The text of {@code id}, null if there is none. */
    CompletionStage<@Nullable String> get(String id);

    /** Puts {@code text} if {@code id} has none; whether it did. */
    CompletionStage<Boolean> putIfAbsent(String id, String text);

    /** Puts {@code text} if {@code id} has just the text {@code expected}; whether it did. */
    CompletionStage<Boolean> replace(String id, String expected, String text);
}
