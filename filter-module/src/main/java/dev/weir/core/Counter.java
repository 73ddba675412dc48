package dev.weir.core;

import dev.weir.Limit;

/**
 * The count of one limit for one key: an immutable value, together with the arithmetic of its algorithm.
 *
 * <p>Every algorithm answers two questions: how many permits are in use, and how long until fewer are in use. A policy
 * derives all its decisions from these. Time is in milliseconds since the epoch and never decreases from one call to
 * the next, which {@link State#mark} ensures. To add an algorithm, implement this interface and name it in
 * {@link Algorithm}.
 */
sealed interface Counter permits CalendarCounter, FixedWindow, SlidingLog, SlidingWindow, TokenBucket {

    /** The algorithm of this counter. */
    Algorithm algorithm();

    /** The window of the limit that this counter was made for. */
    long windowMillis();

    /** Whether this is the counter of {@code limit} where {@code algorithm} counts that. */
    default boolean counts(Limit limit, Algorithm algorithm) {
        return algorithm() == algorithm
                && windowMillis() == limit.windowMillis()
                && limit.calendar().isEmpty();
    }

    /** Permits in use at {@code nowMillis}, 0 or more. After a forced charge it can exceed the limit. */
    long used(Limit limit, long nowMillis);

    /**
     * Milliseconds until at most {@code target} permits are in use, provided that none are taken. The value is exact:
     * one millisecond earlier more are in use. 0 if that is already the case; saturated if it will never be.
     */
    long millisUntilUsed(Limit limit, long target, long nowMillis);

    /**
     * Milliseconds until at most {@code target} permits are in use, provided that none are taken, and that all calls in
     * flight have ended now. Never more than {@link #millisUntilUsed}.
     */
    default long millisUntilFree(Limit limit, long target, long nowMillis) {
        return millisUntilUsed(limit, target, nowMillis);
    }

    /** This counter with {@code permits} more in use, whether or not the limit has them. */
    Counter charge(Limit limit, long permits, long nowMillis);

    /**
     * This counter without {@code permits} that were charged at {@code chargedMillis} and not used. Refunds at most
     * what would be available if they had never been charged.
     */
    Counter refund(Limit limit, long permits, long chargedMillis, long nowMillis);

    /**
     * This counter with {@code permits} more in use by a borrower that may use them until {@code lastMillis}. Whenever
     * they are used within that time, the guarantee of the algorithm holds.
     */
    Counter lend(Limit limit, long permits, long nowMillis, long lastMillis);

    /**
     * This counter after the end of a lease of {@code granted} permits until {@code lastMillis}, of which
     * {@code unused} were not used.
     */
    Counter endLease(Limit limit, long granted, long unused, long lastMillis, long nowMillis);

    /**
     * This counter with {@code permits} more in use by a call that can use them at any time until {@code lastMillis},
     * which can be many windows away.
     */
    default Counter hold(Limit limit, long permits, long nowMillis, long lastMillis) {
        return lend(limit, permits, nowMillis, lastMillis);
    }

    /**
     * This counter after the end of a call that held permits: those that it used count as used now, also if the counter
     * no longer has what was held, after a reset for instance. If {@code nowMillis} is later than it can have used
     * them, they count as used then, and nothing is added.
     */
    Counter endHold(Limit limit, Held held, long nowMillis);

    /**
     * The last millisecond at which permits lent at {@code nowMillis} may be used; {@code nowMillis} if they cannot be
     * lent.
     */
    default long lastOfLease(Limit limit, long nowMillis) {
        return nowMillis + leaseMillis(windowMillis());
    }

    /**
     * The duration of a lease of permits with this window: 1/32 of the window, so that a permit is available at most
     * 1/16 of a window late.
     */
    static long leaseMillis(long windowMillis) {
        return windowMillis / 32;
    }

    /** The time that all permits of {@code limit} take to come back one by one; saturated if they never do. */
    static long refillMillis(Limit limit) {
        if (limit.permits() == 0) {
            return limit.burst() == 0 ? 0 : Long.MAX_VALUE;
        }
        return Saturating.multiplySubtractDivideUp(limit.burst(), limit.windowMillis(), 0, limit.permits());
    }

    /** The longest time for which a use of {@code limit} counts. */
    static long recoveryMillis(Limit limit) {
        long window = limit.windowMillis();
        if (limit.calendar().isPresent()) {
            return window;
        }
        // slices end late, and a bucket is not full before its last lease has ended: add 1/16 of a window
        return Saturating.add(Math.max(refillMillis(limit), window), window / 16 + 1);
    }

    /** Fewer permits, such as a page takes, are no rate yet. */
    long LEAST_MEASURED = 10;

    /**
     * Permits that all callers together will probably use within {@code millis}, by what was counted up to now. Sizes
     * leases; no guarantee depends on it.
     */
    long expected(Limit limit, long millis, long nowMillis);

    /** The numbers from which {@link Algorithm#read} makes an equal counter. */
    long[] numbers();
}
