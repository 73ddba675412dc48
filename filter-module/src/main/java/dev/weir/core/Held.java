package dev.weir.core;

/**
 * Permits of a call that was in flight, as the counters have them, and what became of it. Immutable.
 *
 * @param permits how many were held
 * @param used how many of them were used, or more
 * @param takenMillis when they were taken
 * @param lastMillis the last time at which they can have been used
 */
record Held(long permits, long used, long takenMillis, long lastMillis) {

    /** How many were not used. */
    long unused() {
        return Math.max(0, permits - used);
    }
}
