package dev.weir.core;

import dev.weir.Limit;
import java.util.Arrays;

/**
 * Counts in slices, 32 per window. Admits while the current slice, the 32 before it and any later one together hold at
 * most the permits.
 *
 * <p>The limit is strict: an interval as long as the window touches at most 33 adjacent slices, and the last admission
 * in it checked all of them. A permit is available again when its slice is the 33rd before the current one: no later
 * than 33/32 of a window after its use, or 34/32 if it was lent and booked at the end of the lease. Windows below 32 ms
 * have one slice per millisecond instead, which is exact.
 */
final class SlidingWindow implements Counter {

    private static final int SLICES = 32;
    /** The end of a lease that begins now is at most this number of slices later. */
    private static final int SLICES_OF_LEASE = 1;

    private static final long[] NOTHING = {};

    private final long windowMillis;
    /** Index and count of each slice that is not empty, oldest first. */
    private final long[] slices;

    private SlidingWindow(long windowMillis, long[] slices) {
        this.windowMillis = windowMillis;
        this.slices = slices;
    }

    static SlidingWindow unused(long windowMillis) {
        return new SlidingWindow(windowMillis, NOTHING);
    }

    static SlidingWindow read(long windowMillis, long[] numbers) {
        boolean wellFormed = numbers.length % 2 == 0;
        long[] slices = numbers.clone();
        for (int i = 0; wellFormed && i < slices.length; i += 2) {
            wellFormed = slices[i + 1] > 0 && (i == 0 || slices[i] > 0);
            slices[i] += i == 0 ? 0 : slices[i - 2];
        }
        if (!wellFormed) {
            throw new IllegalArgumentException("expected the numbers of a sliding window");
        }
        return new SlidingWindow(windowMillis, slices);
    }

    /**
     * Index and count of the oldest slice. For each later one follow the difference of its index from the one before,
     * and its count.
     */
    @Override
    public long[] numbers() {
        long[] numbers = slices.clone();
        for (int i = numbers.length - 2; i > 0; i -= 2) {
            numbers[i] -= numbers[i - 2];
        }
        return numbers;
    }

    @Override
    public Algorithm algorithm() {
        return Algorithm.SLIDING_WINDOW;
    }

    @Override
    public long windowMillis() {
        return windowMillis;
    }

    @Override
    public long used(Limit limit, long nowMillis) {
        long sum = 0;
        for (int i = firstLive(nowMillis); i < slices.length; i += 2) {
            sum = Saturating.add(sum, slices[i + 1]);
        }
        return sum;
    }

    @Override
    public long millisUntilUsed(Limit limit, long target, long nowMillis) {
        return millisUntil(limit, target, nowMillis, Long.MAX_VALUE);
    }

    /** Slices of permits that are held until later count as if they were the present one; those of leases do not. */
    @Override
    public long millisUntilFree(Limit limit, long target, long nowMillis) {
        return millisUntil(limit, target, nowMillis, indexAt(nowMillis) + SLICES_OF_LEASE);
    }

    private long millisUntil(Limit limit, long target, long nowMillis, long latestOfLease) {
        long inUse = used(limit, nowMillis);
        long wait = 0;
        for (int i = firstLive(nowMillis); inUse > target && i < slices.length; i += 2) {
            inUse -= slices[i + 1];
            long slice = slices[i] > latestOfLease ? indexAt(nowMillis) : slices[i];
            wait = Math.max(wait, startMillis(slice + reach() + 1) - nowMillis);
        }
        return wait;
    }

    @Override
    public Counter charge(Limit limit, long permits, long nowMillis) {
        return book(indexAt(nowMillis), permits, nowMillis);
    }

    /** Books the permits at the end of the lease: every use of them is then or earlier. */
    @Override
    public Counter lend(Limit limit, long permits, long nowMillis, long lastMillis) {
        return book(indexAt(lastMillis), permits, nowMillis);
    }

    @Override
    public Counter endLease(Limit limit, long granted, long unused, long lastMillis, long nowMillis) {
        return refund(limit, unused, lastMillis, nowMillis);
    }

    @Override
    public Counter endHold(Limit limit, Held held, long nowMillis) {
        if (nowMillis >= held.lastMillis()) {
            return refund(limit, held.unused(), held.lastMillis(), nowMillis);
        }
        Counter without = refund(limit, held.permits(), held.lastMillis(), nowMillis);
        return held.used() == 0 ? without : without.charge(limit, held.used(), nowMillis);
    }

    @Override
    public long expected(Limit limit, long millis, long nowMillis) {
        long used = used(limit, nowMillis);
        if (used < LEAST_MEASURED) {
            return 0;
        }
        // the oldest slice can have begun just now
        long sinceOldest = nowMillis - startMillis(slices[firstLive(nowMillis)]);
        return Saturating.multiplyDivide(used, millis, Math.max(sinceOldest, windowMillis / slicesPerWindow()));
    }

    /** Adds to the slice {@code index}, which need not be the latest, and drops slices that no longer count. */
    private SlidingWindow book(long index, long permits, long nowMillis) {
        int from = firstLive(nowMillis);
        int after = slices.length;
        while (after > from && slices[after - 2] > index) {
            after -= 2;
        }
        boolean exists = after > from && slices[after - 2] == index;
        int added = exists ? 0 : 2;
        long[] booked = new long[slices.length - from + added];
        System.arraycopy(slices, from, booked, 0, after - from);
        System.arraycopy(slices, after, booked, after - from + added, slices.length - after);
        int slice = after - from + added - 2;
        booked[slice] = index;
        booked[slice + 1] = Saturating.add(booked[slice + 1], permits);
        return new SlidingWindow(windowMillis, booked);
    }

    @Override
    public Counter refund(Limit limit, long permits, long chargedMillis, long nowMillis) {
        long index = indexAt(chargedMillis);
        for (int i = 0; i < slices.length; i += 2) {
            if (slices[i] == index) {
                return less(i, permits);
            }
        }
        return this;
    }

    private SlidingWindow less(int i, long permits) {
        if (slices[i + 1] > permits) {
            long[] left = slices.clone();
            left[i + 1] -= permits;
            return new SlidingWindow(windowMillis, left);
        }
        long[] left = Arrays.copyOf(slices, slices.length - 2);
        System.arraycopy(slices, i + 2, left, i, left.length - i);
        return new SlidingWindow(windowMillis, left);
    }

    private int firstLive(long nowMillis) {
        long oldest = indexAt(nowMillis) - reach();
        int i = 0;
        while (i < slices.length && slices[i] < oldest) {
            i += 2;
        }
        return i;
    }

    private long slicesPerWindow() {
        return Math.min(SLICES, windowMillis);
    }

    /** The number of slices before the current one that still count. */
    private long reach() {
        return windowMillis < SLICES ? windowMillis - 1 : SLICES;
    }

    private long indexAt(long millis) {
        return Math.floorDiv(millis * slicesPerWindow(), windowMillis);
    }

    /** The first millisecond of a slice. */
    private long startMillis(long index) {
        return -Math.floorDiv(-index * windowMillis, slicesPerWindow());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlidingWindow that
                && windowMillis == that.windowMillis
                && Arrays.equals(slices, that.slices);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(slices);
    }

    @Override
    public String toString() {
        return "SlidingWindow" + Arrays.toString(slices);
    }
}
