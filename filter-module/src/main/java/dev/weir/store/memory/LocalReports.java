package dev.weir.store.memory;

import dev.weir.store.SharedReports;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reports of an instance that shares nothing: there are none of others, and what it says itself is of no use to
 * them. Safe for use by many threads.
 *
 * @param counters provides the texts of all counters
 */
public record LocalReports(Supplier<Iterator<String>> counters) implements SharedReports {

    @Override
    public CompletionStage<@Nullable String> get(String name) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Boolean> replace(String name, @Nullable String expected, String text) {
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public List<Member> members() {
        return List.of();
    }

    @Override
    public void send(String message) {
        // there are no others
    }

    @Override
    public void onMessage(Consumer<String> listener) {
        // there are no others
    }

    @Override
    public void onCounterChange(Consumer<String> listener) {
        // there are no others
    }

    @Override
    public Iterator<String> counters(int page) {
        return counters.get();
    }
}
