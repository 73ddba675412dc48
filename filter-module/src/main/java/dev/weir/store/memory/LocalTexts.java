package dev.weir.store.memory;

import dev.weir.store.SharedTexts;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Texts of an instance that shares nothing. Safe for use by many threads. */
public final class LocalTexts implements SharedTexts {

    private final Map<String, String> texts = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<@Nullable String> get(String name) {
        return CompletableFuture.completedFuture(texts.get(name));
    }

    @Override
    public CompletionStage<Boolean> replace(String name, @Nullable String expected, String text) {
        return CompletableFuture.completedFuture(
                expected == null ? texts.putIfAbsent(name, text) == null : texts.replace(name, expected, text));
    }

    @Override
    public void keep(String name, String text, long version, long neededUntilMillis) {
        // an instance that shares nothing has no database
    }

    @Override
    public Map<String, String> takeKept(String prefix) {
        return Map.of();
    }

    @Override
    public void onChange(Consumer<String> listener) {
        // there are no others
    }
}
