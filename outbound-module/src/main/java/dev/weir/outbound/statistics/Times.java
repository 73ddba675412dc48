package dev.weir.outbound.statistics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts times: all, and those of the last ten to twenty seconds. Safe for use by many threads. */
final class Times {

    private static final long TURN_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final AtomicLongArray counts = new AtomicLongArray(Distribution.BUCKETS);
    private volatile long turn;
    // guarded by this object: what there was when this turn began, and the one before
    private Distribution atTurn = Distribution.NONE;
    private Distribution atTurnBefore = Distribution.NONE;

    Times(long nowMillis) {
        turn = nowMillis / TURN_MILLIS;
    }

    void record(long nanos, long nowMillis) {
        if (nowMillis / TURN_MILLIS != turn) {
            turn(nowMillis / TURN_MILLIS);
        }
        counts.incrementAndGet(Distribution.bucket(nanos));
    }

    private synchronized void turn(long now) {
        if (now > turn) {
            Distribution all = all();
            atTurnBefore = now == turn + 1 ? atTurn : all;
            atTurn = all;
            turn = now;
        }
    }

    /** All so far. */
    Distribution all() {
        long[] copy = new long[Distribution.BUCKETS];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts.get(i);
        }
        return new Distribution(copy);
    }

    /** Those of this turn and of the one before. */
    synchronized Distribution recent(long nowMillis) {
        turn(nowMillis / TURN_MILLIS);
        return all().since(atTurnBefore);
    }
}
