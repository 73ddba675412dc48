package dev.weir.store;

import java.util.Comparator;

/**
 * One state of the grid, as a database keeps it. Immutable.
 *
 * @param retention the cache that it is in
 * @param id its id there
 * @param text its text form
 * @param version its version, so that the newest one stays
 * @param forgottenMillis the time from which it says nothing any more
 */
record StoredState(Retention retention, String id, String text, long version, long forgottenMillis) {

    /**
     * For how long a state that says nothing is kept all the same: one that was reset has to be newer than those that
     * another instance writes a little late.
     */
    static final long GRACE_MILLIS = 60_000;

    /** Whoever writes many rows does so in this order: then no two instances wait for each other in a circle. */
    static final Comparator<StoredState> ROW_ORDER =
            Comparator.comparing(StoredState::id).thenComparing(StoredState::retention);

    /** Whether it says nothing at {@code nowMillis}. */
    boolean isForgotten(long nowMillis) {
        return forgottenMillis <= nowMillis;
    }

    /**
     * Whether {@code other} takes the place of this one. Versions only grow, until the grid has dropped a state that says
     * nothing and begins again.
     */
    boolean yieldsTo(StoredState other, long nowMillis) {
        return version <= other.version || isForgotten(nowMillis - GRACE_MILLIS);
    }
}
