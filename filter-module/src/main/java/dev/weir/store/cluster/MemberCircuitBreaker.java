package dev.weir.store.cluster;

import java.time.InstantSource;

/**
 * Whether requests wait for one member of the cluster. Tracked per member: one frozen member is no sign that others
 * are.
 *
 * <p>After five consecutive failures the circuit opens: requests no longer wait for the member. One background probe at
 * a time tests it, and the first that is answered in time closes the circuit, so a short pause costs no more than its
 * own time. An open circuit is logged when probes have found it open for a second, so that a pause of the garbage
 * collector is not, nor a member that left with its circuit open and is back. Safe for use by many threads.
 */
final class MemberCircuitBreaker {

    private static final int FAILURES_TO_OPEN = 5;
    /** A probe that is not answered for that long is abandoned. */
    private static final long PROBE_MILLIS = 1_000;

    /** How long after the last probe a member counts as silent. */
    private static final long SILENT_MILLIS = 5_000;

    /** After as many abandoned probes a member counts as silent, however rarely it is asked for anything. */
    private static final int PROBES_TO_KNOW = 2;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private static final System.Logger LOG = System.getLogger(MemberCircuitBreaker.class.getName());

    private final Object member;
    private final long timeoutMillis;
    private final InstantSource clock;

    private volatile State state = State.CLOSED;

    // guarded by this object
    private int failures;
    private long openSinceMillis;
    /** When the probe in flight is abandoned. */
    private long probeEndsMillis = NEVER;
    /** How many probes were abandoned since the circuit is open. */
    private int abandoned;

    private boolean logged;

    private enum State {
        /** Requests wait for the member. */
        CLOSED,
        /** No request waits for it; the next probe can begin. */
        OPEN,
        /** No request waits for it; a probe is in flight. */
        HALF_OPEN
    }

    /**
     * A closed circuit to {@code member}, whose text goes into the log.
     *
     * @param timeoutMillis an answer that takes longer counts as none
     */
    MemberCircuitBreaker(Object member, long timeoutMillis, InstantSource clock) {
        this.member = member;
        this.timeoutMillis = timeoutMillis;
        this.clock = clock;
    }

    /** Whether a request can expect an answer in time. */
    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Whether the circuit is closed and no failure is counted. */
    synchronized boolean isHealthy() {
        return state == State.CLOSED && failures == 0;
    }

    /**
     * Whether the member did not answer lately. What is asked for nothing is not known to be silent: the member may be
     * gone, and its counters with others.
     */
    synchronized boolean isSilent(long nowMillis) {
        return state != State.CLOSED && nowMillis < Math.max(openSinceMillis, probeEndsMillis) + SILENT_MILLIS;
    }

    /** Whether to probe the member now. True for one caller at a time, who reports the result to {@link #onProbe}. */
    synchronized boolean tryProbe(long nowMillis) {
        if (state == State.CLOSED || (state == State.HALF_OPEN && nowMillis < probeEndsMillis)) {
            return false;
        }
        abandoned += state == State.HALF_OPEN ? 1 : 0;
        logIfOpenForLong(nowMillis);
        state = State.HALF_OPEN;
        probeEndsMillis = nowMillis + PROBE_MILLIS;
        return true;
    }

    /**
     * The probe that began at {@code sinceMillis} has ended. If it failed, the next one waits for the
     * rest of its time: a member that rejects operations does so at once. Returns whether it closed the circuit.
     */
    synchronized boolean onProbe(long sinceMillis, boolean answered) {
        if (!answered) {
            return false;
        }
        if (state == State.HALF_OPEN && probeEndsMillis == sinceMillis + PROBE_MILLIS) {
            state = State.OPEN;
        }
        return clock.millis() - sinceMillis <= timeoutMillis && recordSuccess();
    }

    /** Called before a probe. If the last one was long ago, what it alone found says little of the present. */
    private void logIfOpenForLong(long now) {
        boolean known = now < probeEndsMillis + SILENT_MILLIS || abandoned >= PROBES_TO_KNOW;
        if (!logged && now - openSinceMillis >= PROBE_MILLIS && known) {
            logged = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the cluster does not answer for the keys of {0}: policies go on by their fallback until it does",
                    member);
        }
    }

    /** The member answered in time. Returns whether that closed the circuit. */
    synchronized boolean recordSuccess() {
        boolean closes = state != State.CLOSED;
        failures = 0;
        state = State.CLOSED;
        if (logged) {
            logged = false;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the cluster answers again for the keys of {0}: they are shared",
                    member);
        }
        return closes;
    }

    /** An answer failed or did not come in time. */
    synchronized void recordFailure() {
        failures++;
        if (failures >= FAILURES_TO_OPEN && state == State.CLOSED) {
            state = State.OPEN;
            openSinceMillis = clock.millis();
            // not probed so far
            probeEndsMillis = NEVER;
            abandoned = 0;
        }
    }
}
