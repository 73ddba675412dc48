package dev.weir.store;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether one member of the cluster is worth asking. After a few missing answers in a row nobody asks it any more, but for
 * one look at a time that nobody waits for; the first that is answered in time ends that, so a pause of a moment costs no more
 * than that moment. Of each member apart, because one that is frozen says nothing of the others, nor their answers of it. A
 * silence is logged when it has lasted for a second: a pause of the garbage collector is none of an administrator's
 * business. Safe for use by many threads.
 */
final class MemberHealth {

    private static final int MISSING_IN_A_ROW = 5;
    /** A look that was not answered for so long is given up. */
    private static final long LOOK_MILLIS = 1_000;

    private static final System.Logger LOG = System.getLogger(MemberHealth.class.getName());

    private final Object member;
    private final long timeoutMillis;
    private final InstantSource clock;
    private final AtomicLong nextLookMillis = new AtomicLong();

    private int missing;
    private boolean silent;
    private boolean logged;
    private long silentSinceMillis;

    /**
     * The health of {@code member}, whose text goes into the log.
     *
     * @param timeoutMillis an answer that takes longer is as good as none
     */
    MemberHealth(Object member, long timeoutMillis, InstantSource clock) {
        this.member = member;
        this.timeoutMillis = timeoutMillis;
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

    /** Whether the member is silent, and it is time for a look. True for one caller, who has to say how it {@link #looked}. */
    boolean lookIsDue(long nowMillis) {
        long due = nextLookMillis.get();
        if (answers() || nowMillis < due || !nextLookMillis.compareAndSet(due, nowMillis + LOOK_MILLIS)) {
            return false;
        }
        logLongSilence(nowMillis);
        return true;
    }

    /**
     * A look has ended that began at {@code sinceMillis}. The next one can begin, unless this one failed: a member that refuses
     * does so at once. Returns whether it ended the silence.
     */
    boolean looked(long sinceMillis, boolean answered) {
        if (!answered) {
            return false;
        }
        nextLookMillis.compareAndSet(sinceMillis + LOOK_MILLIS, 0);
        return clock.millis() - sinceMillis <= timeoutMillis && answered();
    }

    private synchronized void logLongSilence(long now) {
        if (silent && !logged && now - silentSinceMillis >= LOOK_MILLIS) {
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
