package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.core.Limit;
import dev.weir.core.Policy;

/**
 * The part of a limit that an instance has while it counts alone: of what was left when it last knew, it takes for every permit
 * one for each member that may be doing the same. Of a limit that has fewer permits than members it still gets one.
 * Immutable.
 */
record Share(int members) {

    /** What {@code change} is to counters that are shared. */
    Change of(Policy policy, Change change) {
        if (members == 1) {
            return change;
        }
        if (change instanceof Change.Acquire acquire) {
            return new Change.Acquire(of(policy, acquire.permits()));
        }
        if (change instanceof Change.Peek peek) {
            return new Change.Peek(of(policy, peek.permits()));
        }
        if (change instanceof Change.Refund refund) {
            return new Change.Refund(of(policy, refund.permits()), refund.takenMillis());
        }
        return change;
    }

    /** What {@code permits} are to counters that are shared. */
    long of(Policy policy, long permits) {
        long most = Long.MAX_VALUE;
        for (Limit limit : policy.limits()) {
            most = Math.min(most, limit.burst());
        }
        return permits >= most || permits > most / members ? Math.max(permits, most) : permits * members;
    }
}
