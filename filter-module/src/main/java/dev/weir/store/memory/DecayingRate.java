package dev.weir.store.memory;

/**
 * How many permits of a key other instances use per second, as an average that decays. Decides how careful the fallback
 * is, never what the cluster admits. Not safe for use by several threads at once.
 */
public final class DecayingRate {

    /** A shorter time is too short to measure a rate. */
    private static final long SPAN_MILLIS = 10;

    private static final long SECOND_MILLIS = 1_000;
    /** Keeps sums from overflowing. */
    private static final long MOST = 1L << 40;

    private long sinceMillis;
    private long permits;
    private long perSecond;

    /** Without any usage before {@code nowMillis}. */
    public DecayingRate(long nowMillis) {
        this.sinceMillis = nowMillis;
    }

    /** {@code more} permits were used since the last call. */
    public void record(long more, long nowMillis) {
        permits = Math.min(MOST, permits + Math.min(MOST, more));
        long elapsed = nowMillis - sinceMillis;
        boolean rested = elapsed >= SECOND_MILLIS;
        if (elapsed >= SPAN_MILLIS) {
            long rate = Math.min(MOST, permits * SECOND_MILLIS / elapsed);
            perSecond = rested ? rate : (perSecond + rate) / 2;
            permits = 0;
            sinceMillis = nowMillis;
        }
    }

    /** Permits that will probably be used within {@code millis}, at most a few seconds. */
    public long expected(long millis, long nowMillis) {
        return isExpired(nowMillis) ? 0 : perSecond * millis / SECOND_MILLIS;
    }

    /** Whether the last measurement is too old to predict anything. */
    public boolean isExpired(long nowMillis) {
        return nowMillis - sinceMillis > 2 * SECOND_MILLIS;
    }
}
