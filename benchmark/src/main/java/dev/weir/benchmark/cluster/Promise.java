package dev.weir.benchmark.cluster;

import dev.weir.core.Algorithm;

/**
 * What an algorithm promises, held against admissions that were seen from outside. A call is decided somewhere between its
 * begin and its return; where that matters, it counts in favour of the limiter.
 *
 * @param warmUpWindows how many windows at the begin are no part of the total, in which a full bucket drains
 */
record Promise(Algorithm algorithm, long limit, int windowMillis, int warmUpWindows) {

    /** Admitted in all windows after warming up, divided by what the limit allows in so many. */
    double total(Admissions admissions) {
        long[] returned = admissions.returnedBefore();
        int windows = (returned.length - 1) / windowMillis;
        long counted = returned[windows * windowMillis] - returned[warmUpWindows * windowMillis];
        return (double) counted / (limit * (windows - warmUpWindows));
    }

    /**
     * The most that was admitted, divided by what is allowed: for a fixed window in one of them, for a sliding one in any
     * interval of that length, for a bucket in any interval of any length beyond what has been refilled in it. Fixed windows
     * count after warming up: of the one before the first, a member whose clock is behind still has permits.
     */
    double peak(Admissions admissions) {
        long[] begun = admissions.begunBefore();
        long[] returned = admissions.returnedBefore();
        return switch (algorithm) {
            case FIXED_WINDOW -> (double) most(begun, returned, warmUpWindows * windowMillis, windowMillis) / limit;
            case SLIDING_WINDOW -> (double) most(begun, returned, 0, 1) / limit;
            case TOKEN_BUCKET -> mostBeyondRefill(begun, returned) / limit;
        };
    }

    /** The most in a window of those that begin at {@code start}, and each {@code step} after that. */
    private long most(long[] begun, long[] returned, int start, int step) {
        long most = 0;
        for (int from = start; from + windowMillis < begun.length; from += step) {
            most = Math.max(most, returned[from + windowMillis] - begun[from]);
        }
        return most;
    }

    private double mostBeyondRefill(long[] begun, long[] returned) {
        double perMilli = (double) limit / windowMillis;
        double most = 0;
        double least = Double.MAX_VALUE;
        for (int at = 0; at + 1 < begun.length; at++) {
            least = Math.min(least, begun[at] - perMilli * at);
            most = Math.max(most, returned[at + 1] - perMilli * at - least);
        }
        return most;
    }
}
