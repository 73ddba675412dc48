package dev.weir.database;

import java.util.Comparator;

/**
 * One state of one counter, as in a row of the table. Immutable.
 *
 * <pre>{@code new StoredState("hour", "login|4:203.0.113.9", "1|3|1763690000000|0|-", 3, 1763690060000L)}</pre>
 *
 * @param retention the kind of counter or text, at most 16 characters; an id names one of each kind
 * @param id names the counter
 * @param text the state itself
 * @param version the version of the state; the newest one is kept
 * @param forgottenMillis the time from which the state is forgotten, in milliseconds since the epoch
 */
public record StoredState(String retention, String id, String text, long version, long forgottenMillis) {

    /**
     * The time for which a forgotten state is still kept: a state that was reset has to be newer than those that
     * another instance writes a little later.
     */
    static final long GRACE_MILLIS = 60_000;

    /** The order in which many rows are written, so that instances do not deadlock. */
    static final Comparator<StoredState> ROW_ORDER =
            Comparator.comparing(StoredState::id).thenComparing(StoredState::retention);

    /** Whether the state is forgotten at {@code nowMillis}: it equals that of an unused key. */
    boolean isForgotten(long nowMillis) {
        return forgottenMillis <= nowMillis;
    }

    /**
     * Whether {@code other} replaces this state. Versions only grow, except when the grid has evicted a forgotten state
     * and starts again from the first version.
     */
    boolean yieldsTo(StoredState other, long nowMillis) {
        return version <= other.version || isForgotten(nowMillis - GRACE_MILLIS);
    }
}
