package dev.weir.outbound;

import java.time.Duration;
import java.util.Optional;

/**
 * Reports that the other side refused a call because of its own limit, and that repeating it has come to an end. An
 * application can also throw it within a call, to tell that a response was such a refusal.
 */
public final class RemoteLimitException extends ThrottleException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;
    private final int attempts;

    /**
     * An exception for a call that was refused {@code attempts} times.
     *
     * @param retryAfter how long the other side asks to wait; empty if it does not say
     */
    public RemoteLimitException(String policy, Optional<Duration> retryAfter, int attempts) {
        super(
                policy,
                "the other side refused a call of policy \"" + policy + "\", attempts: " + attempts
                        + retryAfter.map(wait -> ", retry after: " + wait).orElse(""));
        this.retryAfter = retryAfter;
        this.attempts = attempts;
    }

    /** How long the other side asks to wait; empty if it does not say, or if this was serialized. */
    public Optional<Duration> retryAfter() {
        return retryAfter == null ? Optional.empty() : retryAfter;
    }

    /** How often the call was sent, 1 or more. */
    public int attempts() {
        return attempts;
    }
}
