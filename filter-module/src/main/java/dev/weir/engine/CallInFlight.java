package dev.weir.engine;

/**
 * A call to a remote that takes permits and is not made yet. Immutable.
 *
 * @param takenMillis when it takes them, by the cluster's time in milliseconds since the epoch
 * @param lastMillis the last time at which it can arrive
 */
record CallInFlight(long takenMillis, long lastMillis) {}
