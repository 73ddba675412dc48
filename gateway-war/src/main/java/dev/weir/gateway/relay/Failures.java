package dev.weir.gateway.relay;

import dev.weir.gateway.error.ApiError;
import dev.weir.gateway.error.ApiErrors;
import dev.weir.gateway.upstream.UpstreamOpenException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a client is told when an upstream fails. Immutable.
 *
 * @param fields of the answer
 */
record Failures(Outcome outcome, ApiError error, Map<String, String> fields) {

    private static final System.Logger LOG = System.getLogger(Failures.class.getName());
    private static final int MILLIS = 1000;

    static Failures of(String model, Throwable failure) {
        if (failure instanceof UpstreamOpenException open) {
            return open(model, open.retryAfter());
        }
        return failure instanceof HttpTimeoutException ? timeout(model) : broken(model);
    }

    private static Failures open(String model, Duration rest) {
        long millis = Math.max(1, rest.toMillis());
        return new Failures(
                Outcome.UPSTREAM_OPEN,
                ApiErrors.upstreamLeftAlone(model, rest),
                Map.of(
                        "retry-after", Long.toString((millis + MILLIS - 1) / MILLIS),
                        "retry-after-ms", Long.toString(millis)));
    }

    /** It did not answer in time. */
    static Failures timeout(String model) {
        String message = "The model `" + model + "` did not answer in time.";
        return new Failures(Outcome.TIMED_OUT, ApiErrors.timeout(message), Map.of());
    }

    /** It has answered, but not well. */
    static Failures broken(RelayJob job, String reason) {
        LOG.log(
                System.Logger.Level.DEBUG,
                "the upstream of {0}: {1}",
                job.model().id(),
                reason);
        return broken(job.request().model());
    }

    /** It cannot be reached, failed by itself, or broke off. */
    static Failures broken(String model) {
        String message = "The model `" + model + "` failed to answer.";
        return new Failures(Outcome.UPSTREAM_FAILED, ApiErrors.badGateway(message), Map.of());
    }

    /** The gateway is being stopped. */
    static Failures stopped(String model) {
        String message = "The gateway stops while it serves the model `" + model + "`. Please try again.";
        return new Failures(
                Outcome.STOPPED, ApiErrors.unavailable(message), Map.of("retry-after", "1", "retry-after-ms", "1000"));
    }

    /** The gateway has a defect. */
    static Failures internal(String model) {
        String message = "The gateway failed while it served the model `" + model + "`.";
        return new Failures(
                Outcome.FAILED,
                new ApiError(500, message, "server_error", Optional.empty(), Optional.of("internal_error")),
                Map.of());
    }
}
