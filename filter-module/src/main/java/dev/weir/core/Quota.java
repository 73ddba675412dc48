package dev.weir.core;

import dev.weir.Limit;
import java.util.Comparator;

/**
 * The remaining permits of a key under one limit. Immutable.
 *
 * @param limit the limit
 * @param remaining permits that can be taken now, 0 or more
 * @param resetAfterMillis milliseconds until more are available; 0 if all are
 */
public record Quota(Limit limit, long remaining, long resetAfterMillis) {

    /**
     * Orders by permits left, the fewest first; among equals, the one that takes longest until more are available comes
     * first.
     */
    public static final Comparator<Quota> TIGHTEST_FIRST = Comparator.comparingLong(Quota::remaining)
            .thenComparing(Comparator.comparingLong(Quota::resetAfterMillis).reversed());

    /** Orders by the share in use, the largest first; among equals, the tightest comes first. */
    public static final Comparator<Quota> FULLEST_FIRST =
            Comparator.comparingLong(Quota::usedHundredths).reversed().thenComparing(TIGHTEST_FIRST);

    /** All of something, in hundredths of a percent. */
    private static final long WHOLE = 10_000;

    static Quota of(Limit limit, Counter counter, long nowMillis) {
        long used = counter.used(limit, nowMillis);
        long remaining = Math.max(0, limit.burst() - used);
        // in debt, more become available only when less than the burst is in use
        long next = Math.min(used, limit.burst()) - 1;
        long reset = used == 0 ? 0 : counter.millisUntilUsed(limit, Math.max(0, next), nowMillis);
        return new Quota(limit, remaining, reset);
    }

    /** The quota of a blocked key: nothing until the block ends, which {@code forgives} what is in use or does not. */
    Quota blocked(long millis, boolean forgives) {
        return new Quota(limit, 0, forgives ? millis : Math.max(millis, resetAfterMillis));
    }

    /** The share of the permits that is in use, in hundredths of a percent; all, if there are none. */
    public long usedHundredths() {
        long all = limit.burst();
        long used = Math.max(0, all - remaining);
        if (used == all) {
            return WHOLE;
        }
        // in this order, so that no limit is too large
        return used <= Long.MAX_VALUE / WHOLE ? used * WHOLE / all : used / (all / WHOLE);
    }

    /**
     * Whether more than {@code hundredths} of a percent of the permits are in use, if {@code unspent} of these are not.
     */
    public boolean isUsedBeyond(int hundredths, long unspent) {
        return Saturating.add(remaining, unspent) < unusedAt(limit, hundredths);
    }

    /** The permits of {@code limit} that are left when {@code hundredths} of a percent are in use, rounded up. */
    public static long unusedAt(Limit limit, int hundredths) {
        long all = limit.burst();
        // in this order, so that no limit is too large
        return all - (all / WHOLE * hundredths + all % WHOLE * hundredths / WHOLE);
    }

    Quota later(long millis, long unspent) {
        long reset = resetAfterMillis == 0 ? 0 : Math.max(1, resetAfterMillis - millis);
        return new Quota(limit, Saturating.add(remaining, unspent), reset);
    }

    /** The share of one of {@code members} that count separately. */
    Quota shared(int members) {
        return members == 1 ? this : new Quota(limit, remaining / members, resetAfterMillis);
    }
}
