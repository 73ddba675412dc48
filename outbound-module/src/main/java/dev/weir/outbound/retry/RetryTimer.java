package dev.weir.outbound.retry;

import java.time.Duration;

/**
 * Wakes up what waits before a retry, without a thread for each. When it is closed, it runs all that waits at once, so
 * that no call waits for ever. Safe for use by many threads.
 */
@FunctionalInterface
public interface RetryTimer {

    /**
     * Runs {@code task}, which is short, after {@code delay}, never before.
     *
     * @return gives it up, if it has not begun
     */
    Runnable after(Duration delay, Runnable task);
}
