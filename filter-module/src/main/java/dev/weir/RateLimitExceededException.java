package dev.weir;

import jakarta.ejb.ApplicationException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reports that a call was refused. JAX-RS, and the filter before a servlet, turn it into the response that a refused
 * resource method gives: 429, or 503 if the cluster cannot answer. Immutable. Serialization keeps the message and drops
 * the decisions.
 *
 * <p>For an EJB container it is an application exception: it reaches the caller unwrapped, is not logged, and rolls
 * back a transaction that is active where it is thrown. Without an EJB API the annotation is ignored.
 */
@ApplicationException(rollback = true)
public class RateLimitExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable List<Decision> refusals;

    /** An exception for one refusal. */
    public RateLimitExceededException(Decision refusal) {
        this(List.of(refusal));
    }

    /**
     * An exception for several refusals.
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

    /**
     * The decision that refused; the first one if there are several.
     *
     * @throws java.util.NoSuchElementException if this exception was serialized
     */
    public Decision decision() {
        return refusals().stream().findFirst().orElseThrow();
    }

    /** All decisions that refused; empty if this exception was serialized. */
    public List<Decision> refusals() {
        return refusals == null ? List.of() : refusals;
    }
}
