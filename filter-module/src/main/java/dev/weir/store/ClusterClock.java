package dev.weir.store;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The cluster's time, as this instance knows it. Safe for use by many threads.
 *
 * <p>Hazelcast learns it from the heartbeats of its oldest member, five seconds apart, and takes none of them for late: what it
 * says is behind by as long as the last one took to arrive. That is a few milliseconds mostly, more when a member has just
 * joined, and after this instance was frozen up to all of that time, until the next heartbeat. Whoever books permits with a clock that is
 * behind gets them back too early. So what was least behind of late stands.
 */
final class ClusterClock implements InstantSource {

    /** Counted, not timed: after an instance was frozen, what it knew before still stands. */
    private static final int LOOKS_A_SPAN = 30;

    private final InstantSource wallClock;
    private volatile long aheadMillis;
    // guarded by this object
    private int looks;
    private long most = Long.MIN_VALUE;
    private long mostBefore = Long.MIN_VALUE;

    /** @param clusterMillis what Hazelcast says now */
    ClusterClock(InstantSource wallClock, long clusterMillis) {
        this.wallClock = wallClock;
        look(clusterMillis);
    }

    /** @param clusterMillis what Hazelcast says now, or said a moment ago */
    synchronized void look(long clusterMillis) {
        if (looks == LOOKS_A_SPAN) {
            mostBefore = most;
            most = Long.MIN_VALUE;
            looks = 0;
        }
        looks++;
        most = Math.max(most, clusterMillis - wallClock.millis());
        aheadMillis = Math.max(most, mostBefore);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        return wallClock.millis() + aheadMillis;
    }
}
