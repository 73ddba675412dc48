package dev.weir.store;

import java.util.Map;
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
     * Keeps {@code text} over a restart of all instances, where there is a database; it is written a little later. Of
     * the texts of one name that instances keep, the one of the highest version stays.
     *
     * @param text of ASCII characters
     * @param version a number that grows with every change of the text
     * @param neededUntilMillis when the text need no longer be kept, in milliseconds since the epoch;
     *     {@link Long#MAX_VALUE} for never
     */
    void keep(String name, String text, long version, long neededUntilMillis);

    /**
     * The texts that were kept over a restart of all instances, by name: those whose names begin with {@code prefix},
     * once. The cluster has none of them yet, or its own.
     */
    Map<String, String> takeKept(String prefix);

    /**
     * Adds a listener to the names of texts that other instances changed; an empty name means that any text can be
     * another, or that there are texts to {@linkplain #takeKept take}. It is called on any thread and must not block.
     */
    void onChange(Consumer<String> listener);
}
