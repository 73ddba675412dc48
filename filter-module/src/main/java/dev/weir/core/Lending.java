package dev.weir.core;

import dev.weir.Limit;
import java.util.List;
import java.util.OptionalLong;

/**
 * What instances take from a counter in advance, to decide by it from memory, and give back: how much a policy lends,
 * and for how long. Pure functions of a policy and a state.
 */
public final class Lending {

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

    private Lending() {}

    /**
     * The largest number of permits that can be lent. The last permits of a limit are never lent, because there every
     * acquire is decided by itself. Hence nothing is lent of a small limit, nor for a blocked key.
     */
    public static long lendable(Policy policy, State state, long nowMillis) {
        Standing standing = Standing.at(policy, state, nowMillis);
        return policy.limits().isEmpty() || !lends(policy) || state.block().isActive(standing.nowMillis())
                ? 0
                : standing.least((counter, limit, now) -> lendable(limit, counter.used(limit, now)) / policy.sharers());
    }

    /** Whether the algorithm of every limit that is counted lends. */
    private static boolean lends(Policy policy) {
        for (Limit limit : policy.counted()) {
            if (!policy.algorithmOf(limit).lends()) {
                return false;
            }
        }
        return true;
    }

    private static long lendable(Limit limit, long used) {
        long size = size(limit);
        long left = limit.burst() - used;
        long kept = Math.min(NEVER_LENT, size / PART_NEVER_LENT);
        return size <= NEVER_LENT ? 0 : Math.max(0, left - kept);
    }

    private static long size(Limit limit) {
        return Math.min(limit.permits(), limit.burst());
    }

    /** The largest number of permits that an instance should have on lease, so that others see most of what is left. */
    public static long largestLease(Policy policy) {
        return policy.limits().stream()
                .mapToLong(limit -> Math.max(2, size(limit) / PART_OF_LEASE))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * Permits that all instances together will probably use within {@code millis}: what the counters of {@code state}
     * say, or what the time since its last change says, which the second request of a key already knows.
     */
    public static long expected(Policy policy, State state, long millis, long nowMillis) {
        Standing standing = Standing.at(policy, state, nowMillis);
        long counted = standing.least((counter, limit, now) -> counter.expected(limit, millis, now));
        long sinceLastMillis = standing.nowMillis() - state.mark();
        return sinceLastMillis < APART_MILLIS ? counted : Math.max(counted, millis / sinceLastMillis);
    }

    /**
     * Takes {@code permits}, which have to be {@link #lendable}, for the calls that {@code holder} will decide. The
     * verdict's time is the last at which they can be used; if nothing can be lent, it is the time of the state itself.
     */
    public static Outcome lend(Policy policy, State state, int holder, long permits, long nowMillis) {
        Standing standing = Standing.at(policy, state, nowMillis);
        long last = standing.leastOfCounted((counter, limit, now) -> counter.lastOfLease(limit, now));
        State next = standing.next(
                state.block(),
                (counter, limit, now) -> counter.lend(limit, policy.cost(limit, permits), now, last),
                new OutstandingLease(holder, last, permits).addedTo(standing.leases()));
        List<Quota> quotas = Standing.at(policy, next, standing.nowMillis()).quotas();
        return new Outcome(next, new Verdict(true, false, last, OptionalLong.of(0), quotas));
    }

    /**
     * Ends {@code lease}, of which {@code unused} permits were not used. Changes nothing if the state does not contain
     * it any more, after a reset for instance: to return it would take away what others use.
     */
    public static State endLease(Policy policy, State state, OutstandingLease lease, long unused, long nowMillis) {
        Standing standing = Standing.at(policy, state, nowMillis);
        return lease.removedFrom(standing.leases())
                .map(others -> standing.next(
                        state.block(),
                        (counter, limit, now) -> counter.endLease(
                                limit,
                                policy.cost(limit, lease.permits()),
                                policy.cost(limit, unused),
                                lease.lastMillis(),
                                now),
                        others))
                .orElse(state);
    }

    /** How many instances other than {@code holder} have leases that they have not returned. */
    public static int otherHolders(Policy policy, State state, int holder, long nowMillis) {
        return state.leases().isEmpty()
                ? 0
                : Standing.at(policy, state, nowMillis).otherHolders(holder);
    }

    /** The duration of a lease: the shortest that the limits allow, 0 if nothing can be lent. */
    public static long leaseMillis(Policy policy) {
        long shortest = policy.limits().isEmpty() ? 0 : Long.MAX_VALUE;
        for (Limit limit : policy.counted()) {
            shortest = Math.min(shortest, Counter.leaseMillis(limit.windowMillis()));
        }
        return shortest;
    }

    /** The time after its end for which a lease is recorded, so that it can be returned a little later. */
    public static long millisToReturn(Policy policy) {
        long leaseMillis = leaseMillis(policy);
        return Math.max(leaseMillis, Math.min(MILLIS_TO_RETURN, leaseMillis * PART_OF_LEASE / PART_TO_RETURN));
    }

    /**
     * Permits that every limit got back between {@code before} and {@code after}; a limit whose window has passed got
     * none.
     */
    public static long gotBack(Policy policy, State before, State after, long nowMillis) {
        if (policy.limits().isEmpty()) {
            return 0;
        }
        Standing later = Standing.at(policy, after, nowMillis);
        // both are read at the same time: {@code before} may still count uses at its own time that no longer count at
        // this one
        return Standing.at(policy, before, later.nowMillis()).leastMoreUsedThan(later);
    }
}
