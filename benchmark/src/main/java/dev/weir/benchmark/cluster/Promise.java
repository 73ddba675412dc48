package dev.weir.benchmark.cluster;

import dev.weir.core.Algorithm;

/**
 * The guarantee of an algorithm, compared with admissions that were observed from outside. A call is decided at some
 * time between its begin and its return; where that matters, it is counted in favour of the limiter.
 *
 * @param warmUpWindows the number of windows at the begin that are not part of the total, in which a full bucket drains
 */
record Promise(Algorithm algorithm, long limit, int windowMillis, int warmUpWindows) {

    /** The admissions in all windows after warming up, divided by the limit's permits for that number of windows. */
    double total(Admissions admissions) {
        long[] returned = admissions.returnedBefore();
        int windows = (returned.length - 1) / windowMillis;
        long counted = returned[windows * windowMillis] - returned[warmUpWindows * windowMillis];
        return (double) counted / (limit * (windows - warmUpWindows));
    }

    /**
     * The largest number of admissions, divided by the number allowed. It is taken over each fixed window, over any
     * interval of the length of a sliding window, or, for a bucket, over any interval of any length minus what was
     * refilled in it. Fixed windows count after warming up: a member whose clock is behind still has permits of the
     * window before the first one.
     */
    double peak(Admissions admissions) {
        long[] begun = admissions.begunBefore();
        long[] returned = admissions.returnedBefore();
        return switch (algorithm) {
            case FIXED_WINDOW -> (double) most(begun, returned, warmUpWindows * windowMillis, windowMillis) / limit;
            case SLIDING_WINDOW, SLIDING_LOG -> (double) most(begun, returned, 0, 1) / limit;
            case TOKEN_BUCKET -> mostBeyondRefill(begun, returned) / limit;
        };
    }

    /** The largest number in one of the windows that begin at {@code start}, and each {@code step} after that. */
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
