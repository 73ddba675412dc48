package dev.weir.store;

/**
 * How many permits of one key this instance uses, as an average that decays. Decides how large leases are, never whether
 * anything is admitted. Not safe for use by several threads at once.
 */
final class Demand {

    /** What is measured over less says little. */
    private static final long SPAN_MILLIS = 10;

    private static final long SECOND_MILLIS = 1_000;
    /** More a second than that is no demand but an attempt to overflow. */
    private static final long MOST = 1L << 40;

    /** A few requests in a row, such as a page makes, are no demand yet: what is left would only look less than it is. */
    private static final long HOT = 32;

    private long sinceMillis;
    private long permits;
    private long perSecond;
    /** Since the key last had a second's rest. */
    private long inARow;

    Demand(long nowMillis) {
        this.sinceMillis = nowMillis;
    }

    /** So many permits were used since this was last said. */
    void used(long more, long nowMillis) {
        permits = Math.min(MOST, permits + Math.min(MOST, more));
        inARow = Math.min(MOST, inARow + Math.min(MOST, more));
        long elapsed = nowMillis - sinceMillis;
        if (elapsed >= SPAN_MILLIS) {
            long rate = Math.min(MOST, permits * SECOND_MILLIS / elapsed);
            boolean rested = elapsed >= SECOND_MILLIS;
            perSecond = rested ? rate : (perSecond + rate) / 2;
            inARow = rested ? 0 : inARow;
            permits = 0;
            sinceMillis = nowMillis;
        }
    }

    /** Permits that will probably be used within {@code millis}, at most a few seconds. */
    long expected(long millis) {
        return inARow < HOT ? 0 : perSecond * millis / SECOND_MILLIS;
    }
}
