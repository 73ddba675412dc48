package dev.weir.outbound.queue.permits;

import dev.weir.Limit;
import dev.weir.outbound.queue.port.LineSettings;
import java.util.Arrays;

/**
 * When the next permits of one limit will be there, as far as this instance knows: its own come back a window after
 * they were taken, those of others at the time that the counter last said, and of all it gets an equal part. Immutable;
 * times are nanoseconds.
 */
public final class Forecast {

    private final long from;
    private final long window;
    private final long[] waits;
    private final long interval;

    /**
     * A forecast.
     *
     * @param from before which no permit is taken, now or later
     * @param free the permits that are free now
     * @param next when more are free
     */
    public Forecast(Limit limit, OwnUse own, long now, long from, long free, long next, int instances) {
        this.from = from - now;
        this.window = LineSettings.nanos(limit);
        boolean bucket = limit.burst() < limit.permits();
        this.interval = bucket ? window * instances / limit.permits() : 0;
        int part = (int) Math.min(Integer.MAX_VALUE, Math.max(1, (limit.permits() + instances - 1) / instances));
        this.waits = bucket ? bucket(free, next - now) : log(own, now, Math.min(part, MOST_SLOTS), free, next - now);
        this.scale = Math.max(1, (part + MOST_SLOTS - 1) / MOST_SLOTS);
    }

    private static final int MOST_SLOTS = 1_024;
    private final long scale;

    private static long[] bucket(long free, long next) {
        return new long[] {free, Math.max(0, next)};
    }

    private long[] log(OwnUse own, long now, int part, long free, long next) {
        long[] slots = new long[part];
        int used = 0;
        for (OwnUse.Entry each : own.entries()) {
            long back = each.usedFrom(now) + window - now;
            for (long i = 0; back > 0 && i < each.permits() && used < part; i++) {
                slots[used++] = back;
            }
        }
        long freeNow = Math.min(free, part - used);
        for (int i = used; i < part; i++) {
            slots[i] = i - used < freeNow ? 0 : Math.max(0, next);
        }
        Arrays.sort(slots);
        return slots;
    }

    /** In how many nanoseconds {@code permits} can have been taken. */
    public long until(long permits) {
        if (interval > 0) {
            long missing = permits - waits[0];
            return Math.max(from, missing <= 0 ? 0 : Math.max(from, waits[1]) + (missing - 1) * interval);
        }
        long slot = (permits - 1) / scale;
        long ready = waits[(int) (slot % waits.length)] + slot / waits.length * window;
        return Math.max(ready, from + slot / waits.length * window);
    }
}
