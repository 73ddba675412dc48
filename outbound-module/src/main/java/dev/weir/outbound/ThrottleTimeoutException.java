package dev.weir.outbound;

import java.time.Duration;

/**
 * Reports that a call did not get its permit within the longest wait: thrown at once if the wait could not succeed.
 * Nothing was sent.
 */
public final class ThrottleTimeoutException extends ThrottleException {

    private static final long serialVersionUID = 1L;

    private final Duration estimatedWait;

    /** An exception for a call that would have to wait for about {@code estimatedWait}. */
    public ThrottleTimeoutException(String policy, Duration estimatedWait, Duration maxWait) {
        super(
                policy,
                "policy \"" + policy + "\" has no permit within " + maxWait + ", estimated wait: " + estimatedWait);
        this.estimatedWait = estimatedWait;
    }

    /** About how long the call would have waited, from the moment at which this was thrown. */
    public Duration estimatedWait() {
        return estimatedWait;
    }
}
