package dev.weir.store;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether the cluster is worth asking. After a few missing answers in a row nobody asks any more, but for one look a
 * second that nobody waits for; the first answer ends that. Safe for use by many threads.
 */
final class ClusterHealth {

    private static final int MISSING_IN_A_ROW = 5;
    private static final long PROBE_MILLIS = 1_000;
    private static final System.Logger LOG = System.getLogger(ClusterHealth.class.getName());

    private final InstantSource clock;
    private int missing;
    private boolean silent;
    private final AtomicLong nextProbeMillis = new AtomicLong();

    ClusterHealth(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether a request can expect an answer in time. */
    synchronized boolean answers() {
        return !silent;
    }

    /** While the cluster is silent: whether it is time for a look. True once a second, for one caller. */
    boolean probeIsDue() {
        long due = nextProbeMillis.get();
        long now = clock.millis();
        return now >= due && nextProbeMillis.compareAndSet(due, now + PROBE_MILLIS);
    }

    /** The cluster answered. Returns whether that ended a silence. */
    synchronized boolean answered() {
        boolean ended = silent;
        missing = 0;
        silent = false;
        if (ended) {
            LOG.log(System.Logger.Level.WARNING, "the cluster answers again: counters are shared");
        }
        return ended;
    }

    /** An answer failed or did not come in time. */
    synchronized void missed() {
        missing++;
        if (missing >= MISSING_IN_A_ROW && !silent) {
            silent = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the cluster does not answer: every policy goes on by its fallback until it does");
        }
    }
}
