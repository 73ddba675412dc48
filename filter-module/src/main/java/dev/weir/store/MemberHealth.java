package dev.weir.store;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether one member of the cluster is worth asking. After a few missing answers in a row nobody asks it any more, but for
 * one look a second that nobody waits for; the first answer ends that. Of each member apart, because one that is frozen
 * says nothing of the others, nor their answers of it. A silence is logged when it has lasted for a second: a pause of the
 * garbage collector is none of an administrator's business. Safe for use by many threads.
 */
final class MemberHealth {

    private static final int MISSING_IN_A_ROW = 5;
    private static final long PROBE_MILLIS = 1_000;
    private static final System.Logger LOG = System.getLogger(MemberHealth.class.getName());

    private final Object member;
    private final InstantSource clock;
    private final AtomicLong nextProbeMillis = new AtomicLong();

    private int missing;
    private boolean silent;
    private boolean logged;
    private long silentSinceMillis;

    /** The health of {@code member}, whose text goes into the log. */
    MemberHealth(Object member, InstantSource clock) {
        this.member = member;
        this.clock = clock;
    }

    /** Whether a request can expect an answer in time. */
    synchronized boolean answers() {
        return !silent;
    }

    /** Whether there is nothing to remember of the member. */
    synchronized boolean isSound() {
        return !silent && missing == 0;
    }

    /** While the member is silent: whether it is time for a look. True once a second, for one caller. */
    boolean probeIsDue() {
        long due = nextProbeMillis.get();
        long now = clock.millis();
        if (now < due || !nextProbeMillis.compareAndSet(due, now + PROBE_MILLIS)) {
            return false;
        }
        logLongSilence(now);
        return true;
    }

    private synchronized void logLongSilence(long now) {
        if (silent && !logged && now - silentSinceMillis >= PROBE_MILLIS) {
            logged = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the cluster does not answer for the keys of {0}: policies go on by their fallback until it does",
                    member);
        }
    }

    /** The member answered. Returns whether that ended a silence. */
    synchronized boolean answered() {
        boolean ended = silent;
        missing = 0;
        silent = false;
        if (logged) {
            logged = false;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the cluster answers again for the keys of {0}: they are shared",
                    member);
        }
        return ended;
    }

    /** An answer failed or did not come in time. */
    synchronized void missed() {
        missing++;
        if (missing >= MISSING_IN_A_ROW && !silent) {
            silent = true;
            silentSinceMillis = clock.millis();
        }
    }
}
