package dev.weir.store;

import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Remembers what this instance charged the grid, for the case that the cluster splits and comes together again. Of two halves
 * Hazelcast keeps one half's counters; the instances of the other then charge again what they have charged since they were
 * apart, and a little before: twice is stricter, not at all would be a fresh quota. Safe for use by many threads.
 *
 * <p>That a member is gone is noticed a minute after the network was cut, so what is remembered goes back further.
 */
final class Reunion implements Grid.Membership {

    /** More than Hazelcast takes to notice by default, a minute. */
    private static final long SPAN_MILLIS = 70_000;

    /** How long a change is on its way to the backup at most, with time to notice that the member died. */
    private static final long UNSAVED_MILLIS = 2_000;

    private static final System.Logger LOG = System.getLogger(Reunion.class.getName());

    private final InstantSource clock;
    private final Consumer<Consumer<Gate>> gates;
    private int span = 2;
    private long spanEndMillis;
    private boolean apart;
    private boolean merging;

    /** @param gates passes on every gate that there is */
    Reunion(InstantSource clock, Consumer<Consumer<Gate>> gates) {
        this.clock = clock;
        this.gates = gates;
        this.spanEndMillis = clock.millis() + SPAN_MILLIS;
    }

    /** {@code gate} charged the grid {@code permits}. */
    void charged(Gate gate, long permits) {
        gate.charged(permits, span());
    }

    /** The number of the present span of time; while members are apart, it does not end. */
    private synchronized int span() {
        long now = clock.millis();
        if (!apart && now >= spanEndMillis) {
            // after a long rest, nothing is recent
            span += now - spanEndMillis < SPAN_MILLIS ? 1 : 2;
            spanEndMillis = now + SPAN_MILLIS;
        }
        return span;
    }

    @Override
    public void lost() {
        synchronized (this) {
            int unused = span();
            apart = true;
        }
        // backups are asynchronous: the last changes may have died with the member, before others build on what is left
        long since = clock.millis() - UNSAVED_MILLIS;
        gates.accept(gate -> gate.verify(since));
    }

    @Override
    public synchronized void joined() {
        apart &= merging;
    }

    @Override
    public synchronized void merging() {
        merging = true;
    }

    @Override
    public void merged() {
        LOG.log(
                System.Logger.Level.WARNING,
                "the cluster was split and is one again: this instance charges again what it charged meanwhile");
        chargeAgain();
        synchronized (this) {
            apart = false;
            merging = false;
        }
    }

    /** The grid has gone back to what it was before: this instance owes again what it charged of late. */
    void chargeAgain() {
        int present = span();
        gates.accept(gate -> gate.oweAgain(present));
    }
}
