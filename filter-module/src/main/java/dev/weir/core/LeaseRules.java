package dev.weir.core;

import dev.weir.Limit;

/** How much of a limit is lent, and how long a lease is recorded. */
final class LeaseRules {

    /** A limit of that many permits is never lent, nor are more of the last permits of a larger one. */
    private static final long NEVER_LENT = 32;
    /** The part of a limit whose last permits are never lent: each of them is decided by itself. */
    private static final long PART_NEVER_LENT = 16;
    /** The part of a limit that one lease has at most; also that of its window. */
    private static final long PART_OF_LEASE = 32;
    /** A lease can be returned so long after its end, because its instance can be frozen or cut off for a while. */
    private static final long MILLIS_TO_RETURN = 60_000;
    /** The part of a window in which a lease can be returned, where that is shorter. */
    private static final long PART_TO_RETURN = 4;

    /** Requests that are closer together are one page or one burst of a client, not a rate. */
    private static final long APART_MILLIS = 500;

    private LeaseRules() {}

    /** The largest number of permits of {@code limit} that can be lent while {@code left} are left. */
    static long lendable(Limit limit, long left) {
        long size = size(limit);
        long kept = Math.min(NEVER_LENT, size / PART_NEVER_LENT);
        return size <= NEVER_LENT ? 0 : Math.max(0, left - kept);
    }

    /** The largest number of permits of {@code limit} that an instance should have on lease. */
    static long largest(Limit limit) {
        return Math.max(2, size(limit) / PART_OF_LEASE);
    }

    /**
     * Permits that will probably be used within {@code millis}: what the counters say, or what the time since the last
     * change of the state says, which the second request of a key already knows.
     */
    static long expected(long counted, long sinceLastMillis, long millis) {
        return sinceLastMillis < APART_MILLIS ? counted : Math.max(counted, millis / sinceLastMillis);
    }

    private static long size(Limit limit) {
        return Math.min(limit.permits(), limit.burst());
    }

    /** The time after its end for which a lease is recorded that lasts for {@code leaseMillis}. */
    static long millisToReturn(long leaseMillis) {
        return Math.max(leaseMillis, Math.min(MILLIS_TO_RETURN, leaseMillis * PART_OF_LEASE / PART_TO_RETURN));
    }
}
