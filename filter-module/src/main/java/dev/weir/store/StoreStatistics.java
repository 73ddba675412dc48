package dev.weir.store;

import java.util.OptionalLong;

/**
 * The standing of a store, as it was when it last looked after itself: a second ago, of a silent cluster too.
 * Immutable.
 *
 * @param clustered whether there is a cluster to count with
 * @param shared whether the cluster counts; false while this instance counts alone
 * @param members that hold counters, at least 1
 * @param silent how many of them do not answer
 * @param keys held on this instance
 * @param mostKeys that it holds before it evicts some
 * @param blocked how many of the keys this instance refuses because of a block; looked at every few seconds
 * @param owed permits that were admitted without the cluster, and that it has not been charged with yet
 * @param gridEntries all counters in the grid; empty if that is unknown
 * @param evictions keys that had to make room for others since the start
 * @param settlements debts, leases and refusals that were settled with the cluster in the background since the start
 * @param persistenceLagMillis for how long changes have been waiting for the database; 0 without one
 */
public record StoreStatistics(
        boolean clustered,
        boolean shared,
        int members,
        int silent,
        long keys,
        long mostKeys,
        long blocked,
        long owed,
        OptionalLong gridEntries,
        long evictions,
        long settlements,
        long persistenceLagMillis) {

    /** The standing of a store on one instance. */
    public static StoreStatistics alone(long keys, long mostKeys, long blocked, long evictions) {
        return new StoreStatistics(
                false, false, 1, 0, keys, mostKeys, blocked, 0, OptionalLong.empty(), evictions, 0, 0);
    }
}
