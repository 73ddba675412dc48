package dev.weir.store;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Named texts that all instances share for a limited time after their last change, whose changes are not announced.
 * No method waits; a stage that completes exceptionally means that the cluster failed, one that never completes that it
 * is silent. Safe for use by many threads.
 */
public interface SharedEntries {

    /** The text of {@code name}, null if there is none. */
    CompletionStage<@Nullable String> get(String name);

    /**
     * Puts {@code text}, if the text of {@code name} is {@code expected} (null: if there is none). The result is
     * whether it was put.
     */
    CompletionStage<Boolean> replace(String name, @Nullable String expected, String text);
}
