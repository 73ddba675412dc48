package dev.weir.store.grid;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The cluster's time, as this instance estimates it. Safe for use by many threads.
 *
 * <p>Hazelcast learns it from the heartbeats of its oldest member, five seconds apart, and never corrects for their
 * delay: its cluster time is behind by the delay of the last one. That is mostly a few milliseconds, more when a member
 * has just joined, and up to the whole time that this instance was frozen, until the next heartbeat. A permit that is
 * booked by a clock that is behind comes back too early. Therefore the sample that was least behind in the last 30 to
 * 60 seconds is used.
 */
final class ClusterClock implements InstantSource {

    /** Counted, not timed: after a freeze the earlier samples remain valid. */
    private static final int SAMPLES_A_SPAN = 30;

    private final InstantSource wallClock;
    private volatile long aheadMillis;
    // guarded by this object
    private int samples;
    private long most = Long.MIN_VALUE;
    private long mostBefore = Long.MIN_VALUE;

    /** @param clusterMillis Hazelcast's cluster time */
    ClusterClock(InstantSource wallClock, long clusterMillis) {
        this.wallClock = wallClock;
        sample(clusterMillis);
    }

    /** @param clusterMillis Hazelcast's cluster time, at most a moment old */
    synchronized void sample(long clusterMillis) {
        if (samples == SAMPLES_A_SPAN) {
            mostBefore = most;
            most = Long.MIN_VALUE;
            samples = 0;
        }
        samples++;
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
