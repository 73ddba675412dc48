package dev.weir.store;

/**
 * Who uses the permits of one key, this instance or the others. Decides how large leases are, and how careful the fallback is;
 * never what the cluster admits. Not safe for use by several threads at once.
 */
final class Demand {

    /** A few requests in a row, such as a page makes, are no demand yet: what is left would only look less than it is. */
    private static final long HOT = 32;

    private final Rate own;
    private final Rate others;
    /** Since the key last had a second's rest, as far as that is of interest. */
    private long inARow;

    Demand(long nowMillis) {
        this.own = new Rate(nowMillis);
        this.others = new Rate(nowMillis);
    }

    /** This instance used so many permits since this was last said. */
    void used(long more, long nowMillis) {
        inARow = Math.min(HOT, inARow + Math.min(HOT, more));
        if (own.used(more, nowMillis)) {
            inARow = 0;
        }
        usedByOthers(0, nowMillis);
    }

    /** Others used so many permits since this was last said. */
    void usedByOthers(long more, long nowMillis) {
        var unused = others.used(more, nowMillis);
    }

    /** Permits that this instance will probably use within {@code millis}, at most a few seconds. */
    long expected(long millis, long nowMillis) {
        return inARow < HOT ? 0 : own.expected(millis, nowMillis);
    }

    /** Permits that others will probably use within {@code millis}, at most a few seconds. */
    long expectedOfOthers(long millis, long nowMillis) {
        return others.expected(millis, nowMillis);
    }

    /** Whether nothing is expected of anybody, as of a new one. */
    boolean isOver(long nowMillis) {
        return own.isOld(nowMillis) && others.isOld(nowMillis);
    }
}
