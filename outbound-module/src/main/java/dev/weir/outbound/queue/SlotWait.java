package dev.weir.outbound.queue;

import java.util.concurrent.TimeUnit;

/**
 * When a line asks again for a slot while all are held elsewhere, of which it is not told: after a quarter of the time
 * for which it has asked in vain. So a slot is found by so much later, and slots that are held for seconds cost
 * two operations a second. Used by one thread at a time; times are nanoseconds.
 */
final class SlotWait {

    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(500);

    private boolean inVain;
    private long since;

    /** There is no slot; returns when to ask again. */
    long refused(long now) {
        if (!inVain) {
            inVain = true;
            since = now;
        }
        return now + Math.max(SHORTEST, Math.min(LONGEST, (now - since) / 4));
    }

    /** There was one. */
    void taken() {
        inVain = false;
    }
}
