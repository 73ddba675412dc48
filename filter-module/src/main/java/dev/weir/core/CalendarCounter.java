package dev.weir.core;

import dev.weir.CalendarWindow;
import dev.weir.Limit;

/**
 * Counts the permits used since the last boundary of the calendar.
 *
 * <p>The boundaries are those of the limit, not of the counter, which keeps the time of the last use: its permits are
 * in use as long as that time is not before the present window. So where another zone makes other boundaries, nothing
 * is forgotten that may have been used since the last one, and nothing counts longer than until the next.
 *
 * @param unit the unit of the window
 * @param lastMillis the last time at which one of the permits can have been used; of a lease, its end
 * @param count the permits used in the window of that time
 */
record CalendarCounter(CalendarWindow.Unit unit, long lastMillis, long count) implements Counter {

    static CalendarCounter unused(CalendarWindow.Unit unit) {
        return new CalendarCounter(unit, 0, 0);
    }

    static CalendarCounter read(CalendarWindow.Unit unit, long[] numbers) {
        if (numbers.length != 3 || numbers[1] < 0 || numbers[2] != 0) {
            throw new IllegalArgumentException("expected the numbers of a calendar window");
        }
        return new CalendarCounter(unit, numbers[0], numbers[1]);
    }

    /** The time of the last use, the count, and a zero that {@link StateCodec} explains. */
    @Override
    public long[] numbers() {
        return new long[] {lastMillis, count, 0};
    }

    @Override
    public Algorithm algorithm() {
        return Algorithm.FIXED_WINDOW;
    }

    @Override
    public long windowMillis() {
        return unit.longestMillis();
    }

    @Override
    public boolean counts(Limit limit, Algorithm algorithm) {
        return limit.calendar().isPresent() && limit.calendar().get().unit() == unit;
    }

    @Override
    public long used(Limit limit, long nowMillis) {
        return lastMillis >= startMillis(limit, nowMillis) ? count : 0;
    }

    /**
     * Where the present window of {@code limit} begins, which can be one of a fixed length that starts from this count.
     */
    private static long startMillis(Limit limit, long nowMillis) {
        return limit.calendar().isPresent()
                ? limit.calendar().get().startMillis(nowMillis)
                : nowMillis - limit.windowMillis() + 1;
    }

    private static long endMillis(Limit limit, long millis) {
        return limit.calendar().orElseThrow().endMillis(millis);
    }

    @Override
    public long millisUntilUsed(Limit limit, long target, long nowMillis) {
        // another zone can have booked a lease beyond the end of this window
        return used(limit, nowMillis) <= target ? 0 : endMillis(limit, Math.max(nowMillis, lastMillis)) - nowMillis;
    }

    @Override
    public Counter charge(Limit limit, long permits, long nowMillis) {
        return book(limit, permits, nowMillis, nowMillis);
    }

    @Override
    public Counter lend(Limit limit, long permits, long nowMillis, long lastMillis) {
        return book(limit, permits, nowMillis, lastMillis);
    }

    private Counter book(Limit limit, long permits, long nowMillis, long usedUntilMillis) {
        long total = Saturating.add(used(limit, nowMillis), permits);
        return new CalendarCounter(unit, Math.max(lastMillis, usedUntilMillis), total);
    }

    @Override
    public Counter refund(Limit limit, long permits, long chargedMillis, long nowMillis) {
        if (startMillis(limit, chargedMillis) != startMillis(limit, lastMillis)) {
            return this;
        }
        return new CalendarCounter(unit, lastMillis, Math.max(0, count - permits));
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
        boolean isSame = startMillis(limit, held.takenMillis()) == startMillis(limit, nowMillis);
        Counter without = isSame ? refund(limit, held.permits(), nowMillis, nowMillis) : this;
        return without.charge(limit, held.used(), nowMillis);
    }

    /** A lease ends with the window from which it was taken. */
    @Override
    public long lastOfLease(Limit limit, long nowMillis) {
        return Math.min(endMillis(limit, nowMillis) - 1, nowMillis + Counter.leaseMillis(windowMillis()));
    }

    @Override
    public long expected(Limit limit, long millis, long nowMillis) {
        long measured = Math.max(nowMillis - startMillis(limit, nowMillis), Counter.leaseMillis(windowMillis()));
        long used = used(limit, nowMillis);
        return used < LEAST_MEASURED ? 0 : Saturating.multiplyDivide(used, millis, measured);
    }
}
