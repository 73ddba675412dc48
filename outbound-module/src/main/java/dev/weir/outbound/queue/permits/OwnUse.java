package dev.weir.outbound.queue.permits;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The permits that this instance took from one line, and when. Used by one thread at a time. */
public final class OwnUse {

    private static final int MOST_ENTRIES = 512;

    /** Permits that were taken at the same time, and are in use from {@code nanos} on. */
    public static final class Entry {
        private long nanos;
        private long permits;
        private boolean inFlight;

        private Entry(long nanos, long permits, boolean inFlight) {
            this.nanos = nanos;
            this.permits = permits;
            this.inFlight = inFlight;
        }

        /** The call has ended: its permits are in use as from now. */
        public void settle(long now) {
            if (inFlight) {
                nanos = now;
                inFlight = false;
            }
        }

        public boolean isInFlight() {
            return inFlight;
        }

        public void giveBack(long unused) {
            permits = Math.max(0, permits - unused);
        }

        /** From when on the permits are in use; of a call in flight at the earliest {@code now}. */
        public long usedFrom(long now) {
            return inFlight ? now : nanos;
        }

        public long permits() {
            return permits;
        }
    }

    private final Deque<Entry> entries = new ArrayDeque<>();

    public Entry add(long nanos, long permits, boolean inFlight) {
        Entry entry = new Entry(nanos, permits, inFlight);
        entries.addLast(entry);
        if (entries.size() > MOST_ENTRIES) {
            joinEldest();
        }
        return entry;
    }

    /** Of very many permits the eldest are remembered as if they had been taken together, at the later time. */
    private void joinEldest() {
        Iterator<Entry> eldest = entries.iterator();
        Entry first = eldest.next();
        Entry second = eldest.next();
        if (!first.inFlight && !second.inFlight) {
            second.permits += first.permits;
            entries.removeFirst();
        }
    }

    /** Forgets what was in use before {@code nanos} alone. */
    public void forget(long nanos) {
        entries.removeIf(each -> (!each.inFlight && each.nanos - nanos < 0) || each.permits == 0);
    }

    /** The permits that are in use from later than {@code nanos}, or in flight. */
    public long after(long nanos) {
        long sum = 0;
        for (Entry each : entries) {
            if (each.inFlight || each.nanos - nanos > 0) {
                sum += each.permits;
            }
        }
        return sum;
    }

    /** The permits in use from later than {@code from}, and not later than {@code to}. */
    public long between(long from, long to) {
        long sum = 0;
        for (Entry each : entries) {
            if (!each.inFlight && each.nanos - from > 0 && each.nanos - to <= 0) {
                sum += each.permits;
            }
        }
        return sum;
    }

    /** All entries, in the order in which they were taken. */
    public Iterable<Entry> entries() {
        return entries;
    }
}
