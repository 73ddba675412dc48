package dev.weir.runtime;

import dev.weir.spi.SharedText;
import dev.weir.store.SharedTexts;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The shared texts of modules, each below the namespace of the application, with an end to every wait. Safe for use by
 * many threads.
 *
 * @param namespace distinguishes the application from others
 * @param timeoutMillis the longest that a stage takes to complete
 */
record ModuleTexts(
        SharedTexts texts, Supplier<String> namespace, long timeoutMillis, ScheduledExecutorService background) {

    /** The text of {@code name}, which begins with that of the module. */
    SharedText of(String name) {
        return new SharedText() {
            @Override
            public CompletionStage<Optional<String>> get() {
                return bounded(texts.get(fullName(name)).thenApply(Optional::ofNullable));
            }

            @Override
            public CompletionStage<Boolean> replace(Optional<String> expected, String text) {
                return bounded(texts.replace(fullName(name), expected.orElse(null), text));
            }

            @Override
            public void onChange(Runnable listener) {
                texts.onChange(changed -> {
                    if (changed.isEmpty() || changed.equals(fullName(name))) {
                        listener.run();
                    }
                });
            }
        };
    }

    private String fullName(String name) {
        return namespace.get() + '|' + name;
    }

    /** Not by {@code orTimeout}: its thread keeps the class loader of the application. */
    private <T> CompletionStage<T> bounded(CompletionStage<T> answer) {
        CompletableFuture<T> bounded = new CompletableFuture<>();
        var end = background.schedule(
                () -> bounded.completeExceptionally(new TimeoutException("the cluster has not answered in time")),
                timeoutMillis,
                TimeUnit.MILLISECONDS);
        answer.whenComplete((value, failure) -> {
            end.cancel(false);
            if (failure == null) {
                bounded.complete(value);
            } else {
                bounded.completeExceptionally(failure);
            }
        });
        return bounded;
    }
}
