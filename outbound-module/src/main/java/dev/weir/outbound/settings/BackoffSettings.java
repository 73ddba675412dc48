package dev.weir.outbound.settings;

import java.time.Duration;

/**
 * How long to wait before a retry. Immutable.
 *
 * @param first the longest wait before the first retry, above zero
 * @param factorHundredths by how much each further wait is longer, in hundredths, 100 or more
 * @param min the shortest wait, 0 or more, at most {@code first}
 * @param max the longest wait, at least {@code first}
 * @param jitter how much of a wait is left to chance
 */
public record BackoffSettings(Duration first, int factorHundredths, Duration min, Duration max, Jitter jitter) {

    /** How much of a wait is left to chance. */
    public enum Jitter {
        /** All of it, down to the shortest wait. */
        FULL,
        /** A half of it. */
        EQUAL,
        /** Nothing. */
        NONE
    }
}
