package dev.weir.runtime;

import dev.weir.override.SharedOverrides;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The overrides of an application, read before its first request and again every few minutes: a notice of a change can
 * be lost with the instance that had to write it. Safe for use by many threads.
 */
final class LoadedOverrides {

    private static final System.Logger LOG = System.getLogger(LoadedOverrides.class.getName());
    /** A cluster that does not answer must not prevent the start. */
    private static final long LONGEST_WAIT_SECONDS = 5;

    private static final long PAUSE_SECONDS = 300;
    private static final long RETRY_SECONDS = 1;

    private final SharedOverrides shared;
    private final ScheduledExecutorService background;

    /** @param background reads them again until it is ended */
    LoadedOverrides(SharedOverrides shared, ScheduledExecutorService background) {
        this.shared = shared;
        this.background = background;
        CompletableFuture<Void> loading = shared.load().toCompletableFuture();
        try {
            loading.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.WARNING, "what was changed at run time is not known yet", e);
        }
        loadAfter(loading);
    }

    /** Loads again later, and soon if {@code loading} has failed or was not answered. */
    private void loadAfter(CompletableFuture<Void> loading) {
        boolean isLoaded = loading.isDone() && !loading.isCompletedExceptionally();
        later(this::load, isLoaded ? PAUSE_SECONDS : RETRY_SECONDS);
    }

    private void later(Runnable task, long seconds) {
        try {
            var unused = background.schedule(task, seconds, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            // the application ends
        }
    }

    private void load() {
        CompletableFuture<Void> loading = shared.load().toCompletableFuture();
        // not when it has completed, which it never does if the cluster is silent
        later(() -> loadAfter(loading), LONGEST_WAIT_SECONDS);
    }

    /** Loads again, in the background: the application has another name. */
    void loadSoon() {
        later(this::load, 0);
    }

    SharedOverrides shared() {
        return shared;
    }
}
