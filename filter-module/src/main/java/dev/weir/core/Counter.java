package dev.weir.core;

import dev.weir.Limit;

/**
 * What one limit has counted for one key: an immutable value, together with the arithmetic of its algorithm.
 *
 * <p>All algorithms answer the same two questions, how many permits are in use and how long until fewer are; everything
 * that a policy decides follows from these. Time is in milliseconds since the epoch and never goes back from one call to
 * the next ({@link State#mark} sees to that). To add an algorithm: implement this interface and name it in
 * {@link Algorithm}.
 */
sealed interface Counter permits FixedWindow, SlidingWindow, TokenBucket {

    /** The algorithm that counts here. */
    Algorithm algorithm();

    /** The window of the limit that this counter was made for. */
    long windowMillis();

    /** Permits in use at {@code nowMillis}, 0 or more. After a forced charge it can be more than the limit allows. */
    long used(Limit limit, long nowMillis);

    /**
     * Milliseconds until at most {@code target} permits are in use if nobody takes any: exact, so that at one
     * millisecond less there are more. 0 if that is so already; saturated if it will never be.
     */
    long millisUntilUsed(Limit limit, long target, long nowMillis);

    /** This counter with {@code permits} more in use, whether or not they fit. */
    Counter charge(Limit limit, long permits, long nowMillis);

    /**
     * This counter without {@code permits} that were charged at {@code chargedMillis} and not made use of. Gives back
     * no more than what would be available had they never been charged.
     */
    Counter refund(Limit limit, long permits, long chargedMillis, long nowMillis);

    /**
     * This counter with {@code permits} more in use by somebody who may not make use of them before {@code lastMillis}.
     * However late that is, what the algorithm promises holds.
     */
    Counter lend(Limit limit, long permits, long nowMillis, long lastMillis);

    /**
     * This counter after {@code granted} permits that were lent until {@code lastMillis} are lent no more, and
     * {@code unused} of them were not made use of.
     */
    Counter endLease(Limit limit, long granted, long unused, long lastMillis, long nowMillis);

    /** The last millisecond for which permits can be lent at {@code nowMillis}; {@code nowMillis} if they cannot. */
    default long lastOfLease(long nowMillis) {
        return nowMillis + leaseMillis(windowMillis());
    }

    /**
     * How long permits of a window are lent: a thirty-second of it, so that a permit comes back a sixteenth of a window
     * late at most, and no longer than a second, so that a reset or a new limit takes effect.
     */
    static long leaseMillis(long windowMillis) {
        return Math.min(windowMillis / 32, LONGEST_LEASE_MILLIS);
    }

    /** No permit is lent for longer. */
    long LONGEST_LEASE_MILLIS = 1_000;

    /** The numbers that {@link Algorithm#read} makes an equal counter from. */
    long[] numbers();
}
