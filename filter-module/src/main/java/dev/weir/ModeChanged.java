package dev.weir;

import java.time.Instant;

/**
 * The event that another part counts from now on: this instance alone, because the cluster does not answer, or the
 * cluster again. Fired asynchronously, on each instance for itself. Immutable.
 *
 * @param mode what counts now
 * @param time when it was noticed
 */
public record ModeChanged(Mode mode, Instant time) {

    /** What counts. */
    public enum Mode {
        /** All instances together. */
        CLUSTER,
        /** This instance alone, with its part of each limit. */
        LOCAL
    }
}
