package dev.weir.store.gate;

/**
 * Whether it is cheaper to read a counter before the swap, because most swaps of a counter that this instance does not
 * know fail: learnt from the last ones. Safe for use by many threads; a lost update does no harm.
 */
public final class ReadFirst {

    private static final int MOST = 16;

    /** Above 0 if most counters were there. */
    private volatile int score;

    boolean isBetter() {
        return score > 0;
    }

    /** A counter that was not known was there, or not. */
    void record(boolean wasThere) {
        int before = score;
        score = wasThere ? Math.min(MOST, before + 1) : Math.max(-MOST, before - 1);
    }
}
