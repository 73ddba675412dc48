package dev.weir.outbound.runtime;

import dev.weir.outbound.queue.port.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The threads of the calls of one application: one that wakes what waits, two that ask the counter, one that hands
 * over permits, one that begins calls that are made without a thread of the caller and goes on with what waited for a
 * permit, and those that run tasks of batches. None of them runs while there is nothing to do. Safe for use by many
 * threads.
 */
final class OutboundThreads implements Timer, AutoCloseable {

    private static final int COUNTING = 2;
    /** One, so that calls get their permits in the order in which they were taken. */
    private static final int COMPLETING = 1;

    private static final int CALLING = 1;
    private static final long IDLE_SECONDS = 30;

    private final LongSupplier nanoTime;
    private final ScheduledThreadPoolExecutor timer;
    private final Set<Awaited> awaiting = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor counting;
    private final ThreadPoolExecutor completing;
    private final ThreadPoolExecutor calling;
    private final ExecutorService tasks;

    OutboundThreads(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.timer = new ScheduledThreadPoolExecutor(1, factory("weir-throttle-timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.counting = pool("weir-throttle-count", COUNTING);
        this.completing = pool("weir-throttle-grant", COMPLETING);
        this.calling = pool("weir-throttle-call", CALLING);
        this.tasks = Executors.newCachedThreadPool(factory("weir-throttle-batch"));
    }

    private static ThreadPoolExecutor pool(String name, int threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                factory(name),
                // after the end: what a call still has to give back is given back by its own thread
                (task, ended) -> task.run());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Threads with the class loader of the application, and none of the thread locals of a request. */
    static ThreadFactory factory(String name) {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        AtomicInteger made = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(null, task, name + '-' + made.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(application);
            return thread;
        };
    }

    /** Completes the futures of those that waited, in their order. */
    ExecutorService completing() {
        return completing;
    }

    /** Asks the counter. */
    ExecutorService counting() {
        return counting;
    }

    /** Begins calls. */
    ExecutorService calling() {
        return calling;
    }

    /** Runs the tasks of batches: as many at once as there are. */
    ExecutorService tasks() {
        return tasks;
    }

    @Override
    public long nanoTime() {
        return nanoTime.getAsLong();
    }

    @Override
    public Cancellable at(long nanos, Runnable task) {
        Runnable giveUp = after(Duration.ofNanos(Math.max(0, nanos - nanoTime())), task);
        return giveUp::run;
    }

    /**
     * Runs {@code task}, which does not block, after {@code delay}, or at the end of the application if that comes
     * first; returns what gives it up.
     */
    Runnable after(Duration delay, Runnable task) {
        Awaited awaited = new Awaited(task);
        awaiting.add(awaited);
        try {
            var scheduled = timer.schedule(() -> run(awaited), delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> {
                awaiting.remove(awaited);
                scheduled.cancel(false);
            };
        } catch (RejectedExecutionException e) {
            run(awaited);
            return () -> {};
        }
    }

    /** Runs it once: the thread that removes it does. */
    private void run(Awaited awaited) {
        if (awaiting.remove(awaited)) {
            awaited.task.run();
        }
    }

    /** A task that is waited for. Identity matters. */
    private static final class Awaited {
        private final Runnable task;

        Awaited(Runnable task) {
            this.task = task;
        }
    }

    /** Runs {@code task}, which does not block, every {@code seconds}. */
    void every(long seconds, Runnable task) {
        var unused = timer.scheduleWithFixedDelay(task, seconds, seconds, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        // a thread can wait for one of them
        List.copyOf(awaiting).forEach(this::run);
        counting.shutdown();
        completing.shutdown();
        calling.shutdown();
        tasks.shutdown();
    }
}
