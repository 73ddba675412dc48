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
 * Starts asynchronous operations of Hazelcast. Their callbacks run on Hazelcast's threads, which costs no context
 * switch. Hazelcast rejects operations that start on these threads, so an operation that follows from a callback starts
 * on a thread of this executor. Safe for use by many threads.
 */
final class CallbackExecutor {

    private static final int THREADS = 2;

    /** The threads that run a callback now. Not a thread local, which would remain on threads of the server. */
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
            // without an executor Hazelcast uses the common pool, which starts a thread per callback on a machine of
            // two cores
            operation.get().whenCompleteAsync((value, failure) -> passOn(value, failure, answer), Runnable::run);
        } catch (RuntimeException | Error e) {
            // for example because the member shuts down
            answer.completeExceptionally(e);
        }
    }

    private <T extends @Nullable Object> void passOn(
            T value, @Nullable Throwable failure, CompletableFuture<T> answer) {
        // a nested callback can run at once, on the same thread
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
