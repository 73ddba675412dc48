package dev.weir.monitor.report;

import dev.weir.log.OncePerMinuteLog;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * What a thread of the cluster must not do. Safe for use by many threads.
 *
 * @param problems is told of tasks that fail
 */
record BackgroundTasks(Executor background, OncePerMinuteLog problems) {

    /** Runs {@code task} soon, unless the application ends. */
    void run(Runnable task) {
        try {
            background.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException | Error e) {
                    problems.warn("cannot exchange reports", e);
                }
            });
        } catch (RejectedExecutionException e) {
            // the application ends
        }
    }
}
