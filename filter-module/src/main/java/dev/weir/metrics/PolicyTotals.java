package dev.weir.metrics;

import java.util.function.LongBinaryOperator;

/**
 * What became of the requests under one policy, as {@code ratelimit_requests_total} says, and how many of the admitted
 * ones were near the limit. Immutable.
 */
public record PolicyTotals(
        long allowed, long refused, long blocked, long shadow, long exempt, long unavailable, long nearLimit) {

    /** No requests. */
    public static final PolicyTotals NONE = new PolicyTotals(0, 0, 0, 0, 0, 0, 0);

    /** The requests of both. */
    public PolicyTotals plus(PolicyTotals other) {
        return with(other, Long::sum);
    }

    /** What {@code both} makes of each number of this and of {@code other}. */
    public PolicyTotals with(PolicyTotals other, LongBinaryOperator both) {
        return new PolicyTotals(
                both.applyAsLong(allowed, other.allowed),
                both.applyAsLong(refused, other.refused),
                both.applyAsLong(blocked, other.blocked),
                both.applyAsLong(shadow, other.shadow),
                both.applyAsLong(exempt, other.exempt),
                both.applyAsLong(unavailable, other.unavailable),
                both.applyAsLong(nearLimit, other.nearLimit));
    }
}
