package dev.weir.core;

import dev.weir.Limit;

/**
 * Counts the permits used since the last boundary; boundaries are the multiples of the window since the epoch.
 *
 * @param index the window of the count: its start divided by its length
 * @param count the permits used in it
 */
record FixedWindow(long windowMillis, long index, long count) implements Counter {

    static FixedWindow read(long windowMillis, long[] numbers) {
        if (numbers.length != 2 || numbers[1] < 0) {
            throw new IllegalArgumentException("expected the numbers of a fixed window");
        }
        return new FixedWindow(windowMillis, numbers[0], numbers[1]);
    }

    @Override
    public Algorithm algorithm() {
        return Algorithm.FIXED_WINDOW;
    }

    @Override
    public long used(Limit limit, long nowMillis) {
        return indexAt(nowMillis) == index ? count : 0;
    }

    @Override
    public long millisUntilUsed(Limit limit, long target, long nowMillis) {
        boolean already = used(limit, nowMillis) <= target;
        return already ? 0 : windowMillis - Math.floorMod(nowMillis, windowMillis);
    }

    @Override
    public Counter charge(Limit limit, long permits, long nowMillis) {
        long total = Saturating.add(used(limit, nowMillis), permits);
        return new FixedWindow(windowMillis, indexAt(nowMillis), total);
    }

    @Override
    public Counter refund(Limit limit, long permits, long chargedMillis, long nowMillis) {
        if (indexAt(chargedMillis) != index) {
            return this;
        }
        return new FixedWindow(windowMillis, index, Math.max(0, count - permits));
    }

    @Override
    public Counter lend(Limit limit, long permits, long nowMillis, long lastMillis) {
        return charge(limit, permits, nowMillis);
    }

    @Override
    public Counter endLease(Limit limit, long granted, long unused, long lastMillis, long nowMillis) {
        return refund(limit, unused, lastMillis, nowMillis);
    }

    /** Held permits count in the window in which they were taken. */
    @Override
    public Counter hold(Limit limit, long permits, long nowMillis, long lastMillis) {
        return charge(limit, permits, nowMillis);
    }

    /** What was used in a later window counts in that too: the call can have arrived in either. */
    @Override
    public Counter endHold(Limit limit, Held held, long nowMillis) {
        if (nowMillis >= held.lastMillis()) {
            return refund(limit, held.unused(), held.takenMillis(), nowMillis);
        }
        Counter without = indexAt(held.takenMillis()) == indexAt(nowMillis)
                ? refund(limit, held.permits(), nowMillis, nowMillis)
                : this;
        return without.charge(limit, held.used(), nowMillis);
    }

    /** A lease ends with the window from which it was taken. */
    @Override
    public long lastOfLease(Limit limit, long nowMillis) {
        long lastOfWindow = nowMillis - Math.floorMod(nowMillis, windowMillis) + windowMillis - 1;
        return Math.min(lastOfWindow, nowMillis + Counter.leaseMillis(windowMillis));
    }

    @Override
    public long expected(Limit limit, long millis, long nowMillis) {
        long measured = Math.max(Math.floorMod(nowMillis, windowMillis), Counter.leaseMillis(windowMillis));
        long used = used(limit, nowMillis);
        return used < LEAST_MEASURED ? 0 : Saturating.multiplyDivide(used, millis, Math.max(1, measured));
    }

    @Override
    public long[] numbers() {
        return new long[] {index, count};
    }

    private long indexAt(long millis) {
        return Math.floorDiv(millis, windowMillis);
    }
}
