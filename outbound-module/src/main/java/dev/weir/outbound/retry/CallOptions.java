package dev.weir.outbound.retry;

import java.time.Duration;
import java.util.Optional;

/**
 * How one call is made. Immutable.
 *
 * @param maxWait the longest wait for a permit, 0 or more
 * @param retry whether it may be repeated
 * @param method its HTTP method, if that is known before
 */
public record CallOptions(Duration maxWait, boolean retry, Optional<String> method) {

    /** A call of an unknown method that may be repeated. */
    public static CallOptions waiting(Duration maxWait) {
        return new CallOptions(maxWait, true, Optional.empty());
    }
}
