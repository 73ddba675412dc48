package dev.weir.outbound.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Counts what happens in each of the last ten minutes' seconds. Safe for use by many threads. */
final class PerSecond {

    static final int SECONDS = (int) TimeUnit.MINUTES.toSeconds(10);

    // guarded by this object; the second s is at s % SECONDS
    private final long[] counts = new long[SECONDS];
    private long last;

    PerSecond(long nowMillis) {
        last = Math.floorDiv(nowMillis, 1_000L);
    }

    /** Counts one. A clock that goes back counts in the last second that it has shown. */
    synchronized void record(long nowMillis) {
        advance(Math.floorDiv(nowMillis, 1_000L));
        counts[slot(last)]++;
    }

    /** The last ten minutes, up to and with this second. */
    synchronized Series series(long nowMillis) {
        advance(Math.floorDiv(nowMillis, 1_000L));
        List<Long> list = new ArrayList<>(SECONDS);
        for (long second = last - SECONDS + 1; second <= last; second++) {
            list.add(counts[slot(second)]);
        }
        return Series.trimmed(last - SECONDS + 1, list);
    }

    /** The last {@code seconds} whole seconds, the eldest first. */
    synchronized List<Long> whole(int seconds, long nowMillis) {
        advance(Math.floorDiv(nowMillis, 1_000L));
        List<Long> list = new ArrayList<>(seconds);
        for (long second = last - seconds; second < last; second++) {
            list.add(counts[slot(second)]);
        }
        return list;
    }

    private void advance(long second) {
        if (second - last >= SECONDS) {
            Arrays.fill(counts, 0);
            last = second;
        }
        while (last < second) {
            last++;
            counts[slot(last)] = 0;
        }
    }

    private static int slot(long second) {
        return Math.floorMod(second, SECONDS);
    }
}
