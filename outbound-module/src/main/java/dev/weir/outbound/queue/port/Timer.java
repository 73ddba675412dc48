package dev.weir.outbound.queue.port;

/** The time in which lines wait, and what wakes them. Safe for use by many threads. */
public interface Timer {

    /** What stops a task that has not begun. */
    @FunctionalInterface
    interface Cancellable {
        /** Stops it; does nothing if it has begun. */
        void cancel();
    }

    /** The time in nanoseconds, of any origin, as {@link System#nanoTime()}. */
    long nanoTime();

    /** Runs {@code task}, which does not block, once {@link #nanoTime} is {@code nanos} or later; never at once. */
    Cancellable at(long nanos, Runnable task);
}
