package dev.weir.outbound.retry;

import dev.weir.outbound.Permit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Where an attempt of a call takes its permit. Safe for use by many threads. */
public interface PermitGate {

    /**
     * Waits for a permit.
     *
     * @param maxWait the longest wait, 0 or more
     * @throws dev.weir.outbound.ThrottleTimeoutException if there is none in that time
     * @throws dev.weir.outbound.ThrottleQueueFullException if too many wait
     * @throws InterruptedException if the thread is interrupted
     */
    Permit acquire(Duration maxWait) throws InterruptedException;

    /**
     * Waits for a permit without a thread.
     *
     * @return completes with the permit or with an exception of {@link #acquire}; to cancel it gives the place up
     */
    CompletableFuture<Permit> acquireAsync(Duration maxWait);

    /** Whether so much time has passed since {@code permit} was handed out that no call may be sent with it. */
    default boolean isTooOld(Permit permit) {
        return false;
    }
}
