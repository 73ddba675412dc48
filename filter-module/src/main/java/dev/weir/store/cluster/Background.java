package dev.weir.store.cluster;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs short tasks that no request waits for. Safe for use by many threads. */
public interface Background {

    /**
     * Runs {@code task} after {@code millis}; with 0, as soon as possible.
     *
     * @throws java.util.concurrent.RejectedExecutionException if this is closed
     */
    void after(long millis, Runnable task);

    /** Runs tasks on {@code executor}. */
    static Background on(ScheduledExecutorService executor) {
        return (millis, task) -> {
            var unused = executor.schedule(task, millis, TimeUnit.MILLISECONDS);
        };
    }
}
