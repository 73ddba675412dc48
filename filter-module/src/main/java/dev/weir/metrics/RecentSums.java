package dev.weir.metrics;

import java.util.function.LongSupplier;

/** How much a counter has grown within the last ten seconds. Safe for use by many threads. */
final class RecentSums {

    private static final int SECONDS = 10;

    private final LongSupplier counter;
    // guarded by this object
    private final long[] before = new long[SECONDS];
    private int next;

    private volatile long growth;

    RecentSums(LongSupplier counter) {
        this.counter = counter;
    }

    /** Called once a second. */
    synchronized void tick() {
        long now = counter.getAsLong();
        growth = now - before[next];
        before[next] = now;
        next = (next + 1) % SECONDS;
    }

    /** As of the last tick. */
    long growth() {
        return growth;
    }
}
