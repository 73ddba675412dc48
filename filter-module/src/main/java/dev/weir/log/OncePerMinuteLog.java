package dev.weir.log;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Logs a problem at most once a minute, with the number of times that it occurred. Safe for use by many threads. */
public final class OncePerMinuteLog {

    private static final long PAUSE_MILLIS = 60_000;

    private final System.Logger logger;
    private final InstantSource clock;
    private final AtomicLong nextMillis = new AtomicLong(Long.MIN_VALUE);
    private final LongAdder times = new LongAdder();

    /** Logs to {@code logger}; minutes are measured by {@code clock}. */
    public OncePerMinuteLog(System.Logger logger, InstantSource clock) {
        this.logger = logger;
        this.clock = clock;
    }

    /** Counts {@code problem}, and logs it as a warning unless one was logged within the last minute. */
    public void warn(String message, Throwable problem) {
        if (isDue()) {
            logger.log(System.Logger.Level.WARNING, counted(message), problem);
        }
    }

    /** Does the same for a problem that is no exception. */
    public void warn(String message) {
        if (isDue()) {
            logger.log(System.Logger.Level.WARNING, counted(message));
        }
    }

    private boolean isDue() {
        times.increment();
        long next = nextMillis.get();
        long now = clock.millis();
        return now >= next && nextMillis.compareAndSet(next, now + PAUSE_MILLIS);
    }

    private String counted(String message) {
        return message + " (" + times.sum() + " times so far)";
    }

    /** The number of times that a problem occurred. */
    public long times() {
        return times.sum();
    }
}
