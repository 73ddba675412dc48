package dev.weir.lifecycle;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Makes and ends threads. None inherits thread locals: Payara keeps a thread's current application in an inheritable
 * one.
 */
public final class Threads {

    private static final long IDLE_SECONDS = 10;
    private static final long END_MILLIS = 1_000;

    private Threads() {}

    /**
     * A pool of at most {@code count} daemon threads, with a queue of at most {@code queued} tasks; idle threads end.
     */
    public static ExecutorService daemons(String name, int count, int queued) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                count,
                count,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(queued),
                task -> daemon(task, name + "-" + number.incrementAndGet()));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** One daemon thread for periodic tasks, which must not block for long. */
    public static ScheduledExecutorService ticker(String name) {
        ScheduledThreadPoolExecutor ticker = new ScheduledThreadPoolExecutor(1, task -> daemon(task, name));
        ticker.setRemoveOnCancelPolicy(true);
        return ticker;
    }

    /** Runs {@code task} on a thread that belongs to no application and no request, and waits for it. */
    public static <T> T apart(String name, Supplier<T> task) {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(
                task, command -> daemon(command, name).start());
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /**
     * Interrupts the threads of {@code executor}, and waits at most a second for them: a thread that hangs may never
     * end.
     */
    public static void end(ExecutorService executor) {
        executor.shutdownNow();
        try {
            var unused = executor.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        return thread;
    }
}
