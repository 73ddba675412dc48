package dev.weir.outbound.queue.pace;

/**
 * How a share of the rate is kept: a call is charged with more permits than it takes, so that the counter keeps it for
 * all instances together. Fractions are carried from call to call. Used by one thread at a time.
 *
 * <p>A call costs {@code 1/share} permits. Where that is no whole number, each instance can be ahead by a part of one
 * permit in a window; so it costs a little more, by one permit of a window for each instance, or what is cheaper, it is
 * rounded up.
 */
public final class TightenedCharge {

    private static final long UNIT = 1_000;

    private long carried = UNIT - 1;
    private long prepaid;

    /** What one permit costs, in thousandths. */
    public static long cost(int permille, long permits, int instances) {
        if (permille >= 1000) {
            return UNIT;
        }
        long roundedUp = (1000 + permille - 1) / permille * UNIT;
        long ahead = (UNIT * 1000 * (permits + instances) + permits * permille - 1) / (permits * permille);
        return Math.min(roundedUp, ahead);
    }

    /** The permits to charge for the next {@code permits} of calls, 1 or more: beyond what was charged in advance. */
    public long of(long permits, long cost) {
        long charge = cost == UNIT ? permits : (carried + permits * cost) / UNIT;
        return Math.max(1, charge - prepaid);
    }

    /** They were charged. */
    public void charged(long permits, long cost) {
        if (cost != UNIT) {
            carried = (carried + permits * cost) % UNIT;
        }
        prepaid = 0;
    }

    /** Permits were charged in advance, for a call that costs more than can be taken at once. */
    public void prepay(long permits) {
        prepaid += permits;
    }
}
