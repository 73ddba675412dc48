package dev.weir;

import java.time.Duration;
import java.util.List;

/**
 * A call was refused. JAX-RS turns it into the same response that a refused resource method gives: 429, or 503 if the
 * cluster cannot answer.
 */
public class RateLimitExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Decision> refusals;

    /** Says that {@code refusal} refused. */
    public RateLimitExceededException(Decision refusal) {
        this(List.of(refusal));
    }

    /**
     * Says that all of {@code refusals} refused.
     *
     * @throws IllegalArgumentException if there are none
     */
    public RateLimitExceededException(List<Decision> refusals) {
        super(message(refusals));
        this.refusals = List.copyOf(refusals);
    }

    private static String message(List<Decision> refusals) {
        if (refusals.isEmpty()) {
            throw new IllegalArgumentException("refusals must not be empty");
        }
        Decision refusal = refusals.get(0);
        String retry = refusal.retryAfter().map(Duration::toString).orElse("never");
        return "policy \"" + refusal.policy() + "\" refused, retry after: " + retry;
    }

    /** The decision that refused; the first, if there are several. */
    public Decision decision() {
        return refusals.get(0);
    }

    /** All decisions that refused. */
    public List<Decision> refusals() {
        return refusals;
    }
}
