package dev.weir.runtime;

import dev.weir.lifecycle.Threads;
import dev.weir.override.SharedOverrides;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The overrides of an application, read before its first request and again every few minutes: a notice of a change can
 * be lost with the instance that had to write it. Safe for use by many threads.
 */
final class LoadedOverrides implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LoadedOverrides.class.getName());
    /** A cluster that does not answer must not prevent the start. */
    private static final long LONGEST_WAIT_SECONDS = 5;

    private static final long PAUSE_SECONDS = 300;
    private static final long RETRY_SECONDS = 1;

    private final SharedOverrides shared;
    private final ScheduledExecutorService ticker = Threads.ticker("weir-overrides");

    LoadedOverrides(SharedOverrides shared) {
        this.shared = shared;
        var loading = shared.load().toCompletableFuture();
        try {
            var unused = loading.get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | TimeoutException | CompletionException e) {
            LOG.log(System.Logger.Level.WARNING, "what was changed at run time is not known yet", e);
        }
        loadAfter(loading.isDone() && !loading.isCompletedExceptionally() ? PAUSE_SECONDS : RETRY_SECONDS);
    }

    private void loadAfter(long seconds) {
        if (!ticker.isShutdown()) {
            var unused = ticker.schedule(this::load, seconds, TimeUnit.SECONDS);
        }
    }

    private void load() {
        var unused = shared.load()
                .toCompletableFuture()
                .whenComplete((done, failure) -> loadAfter(failure == null ? PAUSE_SECONDS : RETRY_SECONDS));
    }

    SharedOverrides shared() {
        return shared;
    }

    @Override
    public void close() {
        Threads.end(ticker);
    }
}
