package dev.weir.database;

import java.util.Comparator;

/**
 * One state of one counter, as a row of the table has it. Immutable.
 *
 * <pre>{@code new StoredState("hour", "login|4:203.0.113.9", "1|3|1763690000000|0|-", 3, 1763690060000L)}</pre>
 *
 * @param retention the kind of counter, at most 16 characters; an id is that of one counter for each of them
 * @param id names the counter
 * @param text the state itself
 * @param version its version, so that the newest one stays
 * @param forgottenMillis the time from which it says nothing any more, in milliseconds since the epoch
 */
public record StoredState(String retention, String id, String text, long version, long forgottenMillis) {

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
