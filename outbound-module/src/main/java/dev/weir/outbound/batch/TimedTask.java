package dev.weir.outbound.batch;

import dev.weir.outbound.queue.port.Timer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A task whose time runs from its start: its thread is interrupted at the end of it. A task that ends nevertheless
 * with a result keeps it.
 */
final class TimedTask<T extends @Nullable Object> implements Callable<T> {

    private final Callable<T> task;
    private final Duration timeout;
    private final Timer timer;
    private boolean started;
    private boolean running;
    private boolean timedOut;
    private long nanos;

    TimedTask(Callable<T> task, Duration timeout, Timer timer) {
        this.task = task;
        this.timeout = timeout;
        this.timer = timer;
    }

    @Override
    public T call() throws Exception {
        Thread thread = Thread.currentThread();
        long start = timer.nanoTime();
        begin();
        Timer.Cancellable alarm = timer.at(start + timeout.toNanos(), () -> interrupt(thread));
        try {
            T result = task.call();
            end(start);
            return result;
        } catch (Exception | Error e) {
            if (end(start)) {
                TimeoutException late = new TimeoutException("a task took longer than " + timeout);
                late.initCause(e);
                throw late;
            }
            throw e;
        } finally {
            alarm.cancel();
        }
    }

    private synchronized void begin() {
        started = true;
        running = true;
        timedOut = false;
    }

    private synchronized void interrupt(Thread thread) {
        if (running) {
            timedOut = true;
            thread.interrupt();
        }
    }

    /** Ends it; an interrupt of the timer does not outlive it. Returns whether its time was over. */
    private synchronized boolean end(long start) {
        running = false;
        nanos = timer.nanoTime() - start;
        if (timedOut) {
            boolean unused = Thread.interrupted();
        }
        return timedOut;
    }

    /** Whether it has begun at least once. */
    synchronized boolean hasStarted() {
        return started;
    }

    /** How long its last attempt took. */
    synchronized long nanos() {
        return nanos;
    }
}
