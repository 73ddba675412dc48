package dev.weir.store;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Named texts that all instances share beside the counters, such as what an operator changed. They never expire. No
 * method waits; a stage that completes exceptionally means that the cluster failed, one that never completes that it is
 * silent. Safe for use by many threads.
 */
public interface SharedTexts {

    /** The text of {@code name}, null if there is none. */
    CompletionStage<@Nullable String> get(String name);

    /**
     * Puts {@code text}, if the text of {@code name} is {@code expected} (null: if there is none), and lets the other
     * instances know within two seconds. The result is whether it was put.
     */
    CompletionStage<Boolean> replace(String name, @Nullable String expected, String text);

    /**
     * Sets the listener to the names of texts that other instances changed; an empty name means that any text can be
     * another. It is called on any thread and must not block.
     */
    void onChange(Consumer<String> listener);
}
