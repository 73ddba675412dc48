package dev.weir.core;

import dev.weir.Limit;
import java.util.Arrays;

/**
 * The times of the permits in use, to the millisecond. A permit used at <i>t</i> counts until <i>t + window - 1</i>, so
 * that no half-open interval as long as the window has more than the permits.
 *
 * <p>A permit that is lent or held has the time of the last moment at which it can be used. It counts from now on, and
 * still does where that moment is more than a window away: whenever it is used, each check after that has seen it, and
 * it counts for at least a window after its use.
 *
 * <p>Debts can make it longer than the permits of a limit. From {@link #MOST_TIMES} times on the oldest are counted at
 * the later of the two, which is stricter.
 */
final class SlidingLog implements Counter {

    private static final int MOST_TIMES = 512;
    private static final long[] NOTHING = {};

    private final long windowMillis;
    /** Pairs: a time, and the permits used then, 1 or more; the oldest first, each time once. */
    private final long[] log;

    private SlidingLog(long windowMillis, long[] log) {
        this.windowMillis = windowMillis;
        this.log = log;
    }

    static SlidingLog unused(long windowMillis) {
        return new SlidingLog(windowMillis, NOTHING);
    }

    static SlidingLog read(long windowMillis, long[] numbers) {
        long[] log = new long[2 * numbers.length];
        int end = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (i > 0 && numbers[i] < 0) {
                require(numbers[i] < -1 && numbers[i] > Long.MIN_VALUE && log[end - 1] == 1);
                log[end - 1] = -numbers[i];
            } else {
                long before = end == 0 ? 0 : log[end - 2];
                log[end] = before + numbers[i];
                log[end + 1] = 1;
                require(end == 0 || log[end] > before);
                end += 2;
            }
        }
        return new SlidingLog(windowMillis, Arrays.copyOf(log, end));
    }

    private static void require(boolean isWellFormed) {
        if (!isWellFormed) {
            throw new IllegalArgumentException("expected the numbers of a sliding log");
        }
    }

    /**
     * The first time, then the difference of each from the one before. Where several permits were used at one time,
     * their negative number follows.
     */
    @Override
    public long[] numbers() {
        long[] numbers = new long[log.length];
        int end = 0;
        for (int i = 0; i < log.length; i += 2) {
            numbers[end++] = log[i] - (i == 0 ? 0 : log[i - 2]);
            if (log[i + 1] > 1) {
                numbers[end++] = -log[i + 1];
            }
        }
        return Arrays.copyOf(numbers, end);
    }

    @Override
    public Algorithm algorithm() {
        return Algorithm.SLIDING_LOG;
    }

    @Override
    public long windowMillis() {
        return windowMillis;
    }

    @Override
    public long used(Limit limit, long nowMillis) {
        long sum = 0;
        for (int i = firstLive(nowMillis); i < log.length; i += 2) {
            sum = Saturating.add(sum, log[i + 1]);
        }
        return sum;
    }

    @Override
    public long millisUntilUsed(Limit limit, long target, long nowMillis) {
        return millisUntil(limit, target, nowMillis, Long.MAX_VALUE);
    }

    /** Permits that are held until later count as if they were used now. */
    @Override
    public long millisUntilFree(Limit limit, long target, long nowMillis) {
        return millisUntil(limit, target, nowMillis, nowMillis);
    }

    private long millisUntil(Limit limit, long target, long nowMillis, long latest) {
        long inUse = used(limit, nowMillis);
        long wait = 0;
        for (int i = firstLive(nowMillis); inUse > target && i < log.length; i += 2) {
            inUse -= log[i + 1];
            wait = Math.min(log[i], latest) + windowMillis - nowMillis;
        }
        return wait;
    }

    @Override
    public Counter charge(Limit limit, long permits, long nowMillis) {
        return dated(nowMillis, permits, nowMillis);
    }

    @Override
    public Counter lend(Limit limit, long permits, long nowMillis, long lastMillis) {
        return dated(lastMillis, permits, nowMillis);
    }

    @Override
    public Counter refund(Limit limit, long permits, long chargedMillis, long nowMillis) {
        return less(placeOf(chargedMillis), permits);
    }

    /** What was used of them was used by now, and not after the end. */
    @Override
    public Counter endLease(Limit limit, long granted, long unused, long lastMillis, long nowMillis) {
        int place = placeOf(lastMillis);
        if (nowMillis >= lastMillis) {
            return less(place, unused);
        }
        long removed = Math.min(granted, at(place));
        long used = Math.min(removed, granted - unused);
        SlidingLog without = less(place, removed);
        return used == 0 ? without : without.dated(nowMillis, used, nowMillis);
    }

    @Override
    public Counter endHold(Limit limit, Held held, long nowMillis) {
        int place = placeOf(held.lastMillis());
        if (nowMillis >= held.lastMillis()) {
            return less(place, held.unused());
        }
        SlidingLog without = less(place, held.permits());
        return held.used() == 0 ? without : without.dated(nowMillis, held.used(), nowMillis);
    }

    /** A first lease is never taken. */
    @Override
    public long expected(Limit limit, long millis, long nowMillis) {
        return 0;
    }

    /** With {@code permits} more at {@code millis}, without those that no longer count at {@code nowMillis}. */
    private SlidingLog dated(long millis, long permits, long nowMillis) {
        if (permits == 0) {
            return this;
        }
        int from = firstLive(nowMillis);
        int after = log.length;
        while (after > from && log[after - 2] > millis) {
            after -= 2;
        }
        boolean exists = after > from && log[after - 2] == millis;
        int added = exists ? 0 : 2;
        long[] longer = new long[log.length - from + added];
        System.arraycopy(log, from, longer, 0, after - from);
        System.arraycopy(log, after, longer, after - from + added, log.length - after);
        int place = after - from + added - 2;
        longer[place] = millis;
        longer[place + 1] = Saturating.add(longer[place + 1], permits);
        return new SlidingLog(windowMillis, longer.length > 2 * MOST_TIMES ? withoutOldest(longer) : longer);
    }

    /** The permits of the oldest time are counted at the next one. */
    private static long[] withoutOldest(long[] log) {
        long[] shorter = Arrays.copyOfRange(log, 2, log.length);
        shorter[1] = Saturating.add(shorter[1], log[1]);
        return shorter;
    }

    /** With at most {@code permits} fewer at {@code place}, which is that of no time if it is the end of the log. */
    private SlidingLog less(int place, long permits) {
        if (place == log.length || permits == 0) {
            return this;
        }
        if (log[place + 1] > permits) {
            long[] left = log.clone();
            left[place + 1] -= permits;
            return new SlidingLog(windowMillis, left);
        }
        long[] left = Arrays.copyOf(log, log.length - 2);
        System.arraycopy(log, place + 2, left, place, left.length - place);
        return new SlidingLog(windowMillis, left);
    }

    private int placeOf(long millis) {
        int place = 0;
        while (place < log.length && log[place] != millis) {
            place += 2;
        }
        return place;
    }

    private long at(int place) {
        return place == log.length ? 0 : log[place + 1];
    }

    /** The place of the oldest permits that count. */
    private int firstLive(long nowMillis) {
        int place = 0;
        while (place < log.length && log[place] <= nowMillis - windowMillis) {
            place += 2;
        }
        return place;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlidingLog that && windowMillis == that.windowMillis && Arrays.equals(log, that.log);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(log);
    }

    @Override
    public String toString() {
        return "SlidingLog" + Arrays.toString(log);
    }
}
