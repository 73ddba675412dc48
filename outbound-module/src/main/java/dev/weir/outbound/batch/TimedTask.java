package dev.weir.outbound.batch;

import dev.weir.outbound.queue.port.Timer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A task whose time runs from its start: its thread is interrupted at the end of it. A task that ends nevertheless
 * with a result keeps it, unless it is {@linkplain #GRACE given up} before. Safe for use by many threads.
 */
final class TimedTask<T extends @Nullable Object> implements Callable<T> {

    /** How long a task that is interrupted has to end. */
    static final Duration GRACE = Duration.ofSeconds(1);

    private final Callable<T> task;
    private final Duration timeout;
    private final Timer timer;
    private final Consumer<TimedTask<T>> givenUp;
    // guarded by this object
    private Timer.Cancellable alarm = () -> {};
    private boolean started;
    private boolean running;
    private boolean timedOut;
    private boolean isGivenUp;
    private long nanos;

    /** @param givenUp is called once if the task goes on although it was interrupted; must not block */
    TimedTask(Callable<T> task, Duration timeout, Timer timer, Consumer<TimedTask<T>> givenUp) {
        this.task = task;
        this.timeout = timeout;
        this.timer = timer;
        this.givenUp = givenUp;
    }

    @Override
    public T call() throws Exception {
        long start = timer.nanoTime();
        begin(start, Thread.currentThread());
        try {
            T result = task.call();
            end(start);
            return result;
        } catch (Exception | Error e) {
            if (end(start)) {
                TimeoutException late = tooLate();
                late.initCause(e);
                throw late;
            }
            throw e;
        }
    }

    /** The failure of a task whose time is over. */
    TimeoutException tooLate() {
        return new TimeoutException("a task took longer than " + timeout);
    }

    private synchronized void begin(long start, Thread thread) throws TimeoutException {
        if (isGivenUp) {
            // no retry of what has its result
            throw tooLate();
        }
        started = true;
        running = true;
        timedOut = false;
        alarm = timer.at(start + timeout.toNanos(), () -> interrupt(start, thread));
    }

    private synchronized void interrupt(long start, Thread thread) {
        if (running) {
            timedOut = true;
            thread.interrupt();
            alarm = timer.at(timer.nanoTime() + GRACE.toNanos(), () -> giveUp(start));
        }
    }

    private void giveUp(long start) {
        synchronized (this) {
            if (!running || isGivenUp) {
                return;
            }
            isGivenUp = true;
            nanos = timer.nanoTime() - start;
        }
        givenUp.accept(this);
    }

    /** Ends it; an interrupt of the timer does not outlive it. Returns whether its time was over. */
    private synchronized boolean end(long start) {
        running = false;
        alarm.cancel();
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
