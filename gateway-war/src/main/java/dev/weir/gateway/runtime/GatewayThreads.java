package dev.weir.gateway.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what may block. None inherits thread locals: Payara keeps a thread's current application in an
 * inheritable one. Safe for use by many threads.
 */
final class GatewayThreads implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(GatewayThreads.class.getName());
    private static final long END_MILLIS = 1_000;
    private static final int WAITING = 8;
    private static final int QUEUED = 1_000;
    private static final long IDLE_SECONDS = 10;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final List<ExecutorService> executors = new ArrayList<>();

    /** Makes daemon threads with that name. */
    static ThreadFactory factory(String name) {
        return task -> {
            Thread thread = new Thread(null, task, name, 0, false);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Runs {@code task} now and after each {@code pause}, on a thread of its own, until this is closed. */
    synchronized void repeat(String name, Duration pause, Runnable task) {
        Thread thread = factory(name).newThread(() -> {
            do {
                run(name, task);
            } while (!endedWithin(pause));
        });
        threads.add(thread);
        thread.start();
    }

    /**
     * A few threads for what may wait a moment. When there is no room for more, who brings it does it itself.
     */
    synchronized Executor waiting(String name) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                WAITING,
                WAITING,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(QUEUED),
                factory(name),
                new ThreadPoolExecutor.CallerRunsPolicy());
        executor.allowCoreThreadTimeOut(true);
        executors.add(executor);
        return executor;
    }

    private static void run(String name, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            // the next turn tries again, which a thread that had ended would not
            LOG.log(System.Logger.Level.WARNING, name + " failed, and tries again", e);
        }
    }

    private boolean endedWithin(Duration pause) {
        try {
            return ended.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Ends all, and waits a second for each at most. */
    @Override
    public synchronized void close() {
        ended.countDown();
        executors.forEach(ExecutorService::shutdown);
        for (Thread thread : threads) {
            thread.interrupt();
            try {
                thread.join(END_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
