package dev.weir.runtime;

import dev.weir.store.SharedEntries;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Entries that are opened in the background when they are first needed: most applications never need them. Safe for use
 * by many threads.
 */
final class DeferredEntries implements SharedEntries {

    private final Supplier<SharedEntries> opener;
    private final Executor background;
    /** Guarded by this object. */
    private @Nullable CompletableFuture<SharedEntries> opening;

    /** @param opener may take seconds */
    DeferredEntries(Supplier<SharedEntries> opener, Executor background) {
        this.opener = opener;
        this.background = background;
    }

    /** Opens them, if that has not begun or has failed; the result is complete when that is done. */
    synchronized CompletableFuture<SharedEntries> open() {
        CompletableFuture<SharedEntries> known = opening;
        if (known == null || known.isCompletedExceptionally()) {
            known = begin();
            opening = known;
        }
        return known;
    }

    private CompletableFuture<SharedEntries> begin() {
        try {
            return CompletableFuture.supplyAsync(opener, background);
        } catch (RejectedExecutionException e) {
            // the application has ended
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletionStage<@Nullable String> get(String name) {
        return open().thenCompose(entries -> entries.get(name));
    }

    @Override
    public CompletionStage<Boolean> replace(String name, @Nullable String expected, String text) {
        return open().thenCompose(entries -> entries.replace(name, expected, text));
    }
}
