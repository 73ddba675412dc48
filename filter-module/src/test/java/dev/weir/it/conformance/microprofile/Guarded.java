package dev.weir.it.conformance.microprofile;

import dev.weir.RateLimitExceededException;
import dev.weir.RateLimited;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.faulttolerance.Asynchronous;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Fallback;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;

/** Fault tolerance on limited methods, and around a limited bean. */
@ApplicationScoped
public class Guarded {

    @Inject
    private Backend backend;

    private final AtomicInteger tries = new AtomicInteger();

    /** A bean that only has a limit. */
    @ApplicationScoped
    public static class Backend {

        @RateLimited(limit = "1/1h")
        public String call() {
            return "called";
        }
    }

    @Retry(maxRetries = 3, delay = 0, jitter = 0)
    @RateLimited(limit = "1/1h")
    public String retriedItself() {
        tries.incrementAndGet();
        return "called";
    }

    @Retry(maxRetries = 3, delay = 0, jitter = 0)
    public String retriedAround() {
        tries.incrementAndGet();
        return backend.call();
    }

    @Retry(maxRetries = 3, delay = 0, jitter = 0, abortOn = RateLimitExceededException.class)
    public String retriedButNotRefusals() {
        tries.incrementAndGet();
        return backend.call();
    }

    @CircuitBreaker(requestVolumeThreshold = 2, failureRatio = 0.5, delay = 60_000)
    @RateLimited(limit = "1/1h")
    public String breakerItself() {
        return "called";
    }

    @CircuitBreaker(requestVolumeThreshold = 2, failureRatio = 0.5, delay = 60_000)
    public String breakerAround() {
        return backend.call();
    }

    @CircuitBreaker(
            requestVolumeThreshold = 2,
            failureRatio = 0.5,
            delay = 60_000,
            skipOn = RateLimitExceededException.class)
    public String breakerButNotForRefusals() {
        return backend.call();
    }

    @Fallback(fallbackMethod = "instead")
    @RateLimited(limit = "1/1h")
    public String fallbackItself() {
        return "called";
    }

    @Fallback(fallbackMethod = "instead")
    public String fallbackAround() {
        return backend.call();
    }

    @Fallback(fallbackMethod = "instead", skipOn = RateLimitExceededException.class)
    public String fallbackButNotForRefusals() {
        return backend.call();
    }

    @SuppressWarnings("unused") // named above
    private String instead() {
        return "instead";
    }

    @Timeout(20_000)
    public String timeoutAround() {
        return backend.call();
    }

    @Asynchronous
    @RateLimited(limit = "1/1h")
    public CompletionStage<String> asynchronousItself() {
        return CompletableFuture.completedFuture("called");
    }

    @Asynchronous
    public Future<String> asynchronousAround() {
        return CompletableFuture.completedFuture(backend.call());
    }

    /** How often a method with {@code @Retry} ran since the last time. */
    public int tries() {
        return tries.getAndSet(0);
    }
}
