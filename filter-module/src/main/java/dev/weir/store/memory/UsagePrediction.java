package dev.weir.store.memory;

/**
 * Predicts how many permits of one key this instance and the others will use. Decides how large leases are, and how
 * careful the fallback is; never what the cluster admits. Not safe for use by several threads at once.
 */
public final class UsagePrediction {

    /**
     * From that many permits in a row on a key is hot: fewer, such as a page makes, would make {@code remaining} look
     * too low.
     */
    private static final long HOT = 32;

    private final DecayingRate own;
    private final DecayingRate others;
    /** Permits since the key last had a second's rest, at most {@link #HOT}. */
    private long inARow;

    /** Without any usage before {@code nowMillis}. */
    public UsagePrediction(long nowMillis) {
        this.own = new DecayingRate(nowMillis);
        this.others = new DecayingRate(nowMillis);
    }

    /** This instance used {@code permits} since the last call. */
    public void record(long permits, long nowMillis) {
        inARow = Math.min(HOT, inARow + Math.min(HOT, permits));
        if (own.record(permits, nowMillis)) {
            inARow = 0;
        }
        recordOthers(0, nowMillis);
    }

    /** Other instances used {@code permits} since the last call. */
    public void recordOthers(long permits, long nowMillis) {
        var unused = others.record(permits, nowMillis);
    }

    /** Permits that this instance will probably use within {@code millis}, at most a few seconds. */
    long expected(long millis, long nowMillis) {
        return inARow < HOT ? 0 : own.expected(millis, nowMillis);
    }

    /** Permits that other instances will probably use within {@code millis}, at most a few seconds. */
    public long expectedOfOthers(long millis, long nowMillis) {
        return others.expected(millis, nowMillis);
    }

    /** Whether this predicts no use, as a new one does. */
    public boolean isExpired(long nowMillis) {
        return own.isExpired(nowMillis) && others.isExpired(nowMillis);
    }
}
