package dev.weir.store.grid;

import dev.weir.lifecycle.Threads;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts operations of a grid whose answers arrive on threads of its own, and are passed on there: that costs no switch. But
 * Hazelcast refuses operations that start on these threads, so one that follows from an answer starts on a thread of ours.
 * Safe for use by many threads.
 */
final class CallbackExecutor {

    private static final int THREADS = 2;

    /** The threads of the grid that pass on an answer now. No thread local: that would stay with threads of the server. */
    private final Set<Thread> passingOn = ConcurrentHashMap.newKeySet();

    private final ExecutorService executor = Threads.daemons("weir-grid", THREADS, Integer.MAX_VALUE);

    <T extends @Nullable Object> CompletionStage<T> start(Supplier<CompletionStage<T>> operation) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (passingOn.contains(Thread.currentThread())) {
            executor.execute(() -> passOn(operation, answer));
        } else {
            passOn(operation, answer);
        }
        return answer;
    }

    private <T extends @Nullable Object> void passOn(
            Supplier<CompletionStage<T>> operation, CompletableFuture<T> answer) {
        try {
            // without an executor Hazelcast hands each answer to a new thread, on a machine of two cores
            operation.get().whenCompleteAsync((value, failure) -> passOn(value, failure, answer), Runnable::run);
        } catch (RuntimeException | Error e) {
            // for example that the member shuts down
            answer.completeExceptionally(e);
        }
    }

    private <T extends @Nullable Object> void passOn(
            T value, @Nullable Throwable failure, CompletableFuture<T> answer) {
        // what follows can be answered at once, by the same thread
        boolean outermost = passingOn.add(Thread.currentThread());
        try {
            var unused = failure == null ? answer.complete(value) : answer.completeExceptionally(failure);
        } finally {
            if (outermost) {
                passingOn.remove(Thread.currentThread());
            }
        }
    }

    void close() {
        Threads.end(executor);
    }
}
