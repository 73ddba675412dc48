package dev.weir.outbound.queue;

import dev.weir.outbound.Permit;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits with a thread for a permit that {@link ThrottleQueue#acquire} has promised. */
public final class PermitWait {

    private PermitWait() {}

    /**
     * Waits until the future is complete.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile: its place is free, and so is a permit that
     *     came at the same time
     * @throws dev.weir.outbound.ThrottleException if there is no permit
     */
    public static Permit await(CompletableFuture<Permit> future) throws InterruptedException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            giveUp(future);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a waiting line has failed", e.getCause());
        }
    }

    /** Gives up the place, or the permit. */
    public static void giveUp(CompletableFuture<Permit> future) {
        if (!future.cancel(true) && !future.isCancelled() && !future.isCompletedExceptionally()) {
            try {
                boolean unused = future.join().cancel();
            } catch (CancellationException e) {
                // it was cancelled by another at the same time
            }
        }
    }
}
