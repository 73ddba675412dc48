package dev.weir.outbound.queue.permits;

import dev.weir.Limit;
import dev.weir.outbound.queue.port.LineSettings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What this instance believes of the permits that the counter has for one line: what is free, or when something will
 * be. A belief costs at most an operation that is refused. Used by one thread at a time; times are nanoseconds.
 */
public final class Supply {

    /** After so long it is looked whether an operator has changed something. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Of a fast bucket permits of so long are taken together. */
    private static final long CHUNK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Permits that come back within so long come back together. */
    private static final long TOGETHER_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final OwnUse own;
    private long free;
    private long knownAt;
    private long next;
    private long nextCount = 1;

    /** As many were there when permits came back last: they come as they went, one by one or together. */
    private long found = 1;

    private long since;
    private long look;
    /** The most to ask for, after too many were; 0 if there is no such number. */
    private long atMost;

    public Supply(OwnUse own, LineSettings settings, long now) {
        this.own = own;
        this.free = settings.capacity();
        this.knownAt = now;
        this.next = now;
        this.since = now;
        this.look = now;
    }

    /** {@code count} permits were taken, and {@code remaining} are left; if none, more come after {@code reset}. */
    public void taken(long count, long remaining, long at, Duration reset, LineSettings settings) {
        if (free == 0) {
            found = count + remaining;
        }
        knownAt = at;
        atMost = 0;
        free = remaining;
        if (remaining == 0) {
            nextCount = chunk(settings);
            long more = nextCount == 1 ? 0 : (nextCount - 1) * interval(settings);
            expect(at + reset.toNanos() + more, at, settings);
        }
    }

    /**
     * As many were asked for as were not there; they would be after {@code retry}.
     *
     * @param left as many were there
     * @param reset when more are; at that time all that were asked for, if {@code retry} is no later
     * @param needed as many are enough for the first that waits
     */
    public void refused(
            long asked, long left, long at, Duration reset, Duration retry, LineSettings settings, long needed) {
        knownAt = at;
        free = 0;
        if (asked <= Math.max(needed, chunk(settings))) {
            nextCount = asked;
            expect(at + retry.toNanos(), at, settings);
        } else if (left >= needed) {
            atMost = Math.max(left, chunk(settings));
            found = 1;
            nextCount = left;
            next = at;
            look = at;
        } else {
            boolean together = retry.toNanos() - reset.toNanos() <= TOGETHER_NANOS;
            nextCount = together ? asked : needed;
            atMost = Math.max(nextCount, chunk(settings));
            found = 1;
            expect(at + reset.toNanos(), at, settings);
        }
    }

    private void expect(long time, long at, LineSettings settings) {
        next = time;
        since = time;
        look = at + (settings.untilResponse() ? LineSettings.nanos(shortest(settings)) / 16 : LOOK_NANOS);
    }

    /** A call has ended: what it has in use will be free a window later, perhaps before the counter could know. */
    public void settled(long now, LineSettings settings) {
        long back = now
                + settings.spacing()
                        .filter(LineSettings.Spacing::fromResponse)
                        .map(each -> each.interval().toNanos())
                        .orElseGet(() -> settings.limits().stream()
                                .mapToLong(LineSettings::nanos)
                                .max()
                                .orElse(0));
        if (free == 0 && next - back > 0) {
            next = back;
            since = back;
        }
    }

    /** Permits were given back. */
    public void gaveBack(long permits, long now, LineSettings settings) {
        if (free == 0) {
            since = now;
        }
        free = Math.min(settings.capacity(), free + permits);
    }

    /** The permits that are believed to be free, 0 or more. */
    public long free(long now, LineSettings settings) {
        if (free == 0 && now - next < 0) {
            return now - look < 0 ? 0 : 1;
        }
        long believed = Long.MAX_VALUE;
        for (Limit limit : settings.limits()) {
            believed = Math.min(believed, regained(limit, now));
        }
        believed = Math.max(believed, free == 0 ? Math.max(found, nextCount) : 1);
        return atMost > 0 ? Math.min(believed, atMost + ownBack(settings, now)) : believed;
    }

    /** The own permits that have come back since it was known what is free. */
    private long ownBack(LineSettings settings, long now) {
        long back = Long.MAX_VALUE;
        for (Limit limit : settings.limits()) {
            back = Math.min(back, limit.burst() < limit.permits() ? 0 : ownBack(limit, now));
        }
        return back;
    }

    private long ownBack(Limit limit, long now) {
        long window = LineSettings.nanos(limit);
        return own.between(knownAt - window, now - window + FairShare.tolerance(limit));
    }

    private long regained(Limit limit, long now) {
        long window = LineSettings.nanos(limit);
        if (now - knownAt >= window) {
            return limit.burst();
        }
        if (limit.burst() < limit.permits()) {
            return Math.min(limit.burst(), free + (now - knownAt) / Math.max(1, window / limit.permits()));
        }
        return Math.min(limit.burst(), free + ownBack(limit, now));
    }

    /** The permits that were free when it was known last. */
    public long free() {
        return free;
    }

    /** When there are permits, perhaps in the past. */
    public long next(long now) {
        return free > 0 ? now : next;
    }

    /** Since when there have been permits that were not taken, perhaps in the future. */
    public long since() {
        return since;
    }

    /** When to ask although there should be none. */
    public long look(long now) {
        return free > 0 ? now : look;
    }

    private static long chunk(LineSettings settings) {
        Limit limit = shortest(settings);
        if (limit.burst() >= limit.permits()) {
            return 1;
        }
        long chunk = CHUNK_NANOS / Math.max(1, interval(settings));
        return Math.max(1, Math.min(limit.burst() / 2, chunk));
    }

    private static long interval(LineSettings settings) {
        Limit limit = shortest(settings);
        return LineSettings.nanos(limit) / limit.permits();
    }

    private static Limit shortest(LineSettings settings) {
        Limit shortest = settings.limits().get(0);
        for (Limit each : settings.limits()) {
            if (each.windowMillis() < shortest.windowMillis()) {
                shortest = each;
            }
        }
        return shortest;
    }
}
