package dev.weir.store;

/** How many permits are used a second, as an average that decays. Not safe for use by several threads at once. */
final class Rate {

    /** What is measured over less says little. */
    private static final long SPAN_MILLIS = 10;

    private static final long SECOND_MILLIS = 1_000;
    /** More a second than that is no demand but an attempt to overflow. */
    private static final long MOST = 1L << 40;

    private long sinceMillis;
    private long permits;
    private long perSecond;

    Rate(long nowMillis) {
        this.sinceMillis = nowMillis;
    }

    /** So many permits were used since this was last said. Returns whether there was a second's rest. */
    boolean used(long more, long nowMillis) {
        permits = Math.min(MOST, permits + Math.min(MOST, more));
        long elapsed = nowMillis - sinceMillis;
        boolean rested = elapsed >= SECOND_MILLIS;
        if (elapsed >= SPAN_MILLIS) {
            long rate = Math.min(MOST, permits * SECOND_MILLIS / elapsed);
            perSecond = rested ? rate : (perSecond + rate) / 2;
            permits = 0;
            sinceMillis = nowMillis;
        }
        return rested;
    }

    /** Permits that will probably be used within {@code millis}, at most a few seconds. */
    long expected(long millis, long nowMillis) {
        return isOld(nowMillis) ? 0 : perSecond * millis / SECOND_MILLIS;
    }

    /** Whether this was measured so long ago that nothing is expected any more. */
    boolean isOld(long nowMillis) {
        return nowMillis - sinceMillis > 2 * SECOND_MILLIS;
    }
}
