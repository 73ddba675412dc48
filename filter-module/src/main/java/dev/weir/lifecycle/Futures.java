package dev.weir.lifecycle;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Waits for futures that call nothing when they are done. */
public final class Futures {

    private static final long PAUSE_MILLIS = 20;

    private Futures() {}

    /**
     * Runs {@code then} once when {@code future} is done: now, or soon after, on a thread of {@code ticker}. Where
     * {@code ticker} has ended or the future fails to say it, now.
     *
     * @param then must not block
     */
    public static void whenDone(Future<?> future, ScheduledExecutorService ticker, Runnable then) {
        if (!isPending(future)) {
            then.run();
            return;
        }
        try {
            var unused = ticker.schedule(() -> whenDone(future, ticker, then), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            then.run();
        }
    }

    private static boolean isPending(Future<?> future) {
        try {
            return !future.isDone();
        } catch (RuntimeException e) {
            return false;
        }
    }
}
