package dev.weir.core;

import java.util.Comparator;

/**
 * Where a key stands with one limit. Immutable.
 *
 * @param limit the limit
 * @param remaining permits that can be taken now, 0 or more
 * @param resetAfterMillis milliseconds until more are available; 0 if all are
 */
public record Quota(Limit limit, long remaining, long resetAfterMillis) {

    /** The fewest permits left first; among equals the one that takes longest to have more. */
    public static final Comparator<Quota> TIGHTEST_FIRST = Comparator.comparingLong(Quota::remaining)
            .thenComparing(Comparator.comparingLong(Quota::resetAfterMillis).reversed());

    Quota later(long millis, long unspent) {
        long reset = resetAfterMillis == 0 ? 0 : Math.max(1, resetAfterMillis - millis);
        return new Quota(limit, Saturating.add(remaining, unspent), reset);
    }

    Quota shared(int members) {
        return new Quota(limit, remaining / members, resetAfterMillis);
    }
}
