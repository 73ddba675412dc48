package dev.weir.outbound.batch;

import java.util.OptionalInt;

/**
 * How many tasks run at once. If it adapts: one more after each round of as many tasks that went well, half as many
 * after one in which more than a tenth failed, or in which they took twice as long as in the best round. Used by one
 * thread at a time.
 */
final class BatchSize {

    private static final int FIRST = 8;
    private static final int FAILURES_OF = 10;
    private static final int SLOWER = 2;

    /** Under so much a round is never slow: it is the noise of a machine. */
    private static final long LEAST_NANOS = 5_000_000;

    private final boolean fixed;
    private final int most;
    private int size;
    private int ended;
    private int failed;
    private long nanos;
    private long best = Long.MAX_VALUE;

    BatchSize(OptionalInt size, int most) {
        this.fixed = size.isPresent();
        this.most = most;
        this.size = size.orElse(Math.min(FIRST, most));
    }

    int size() {
        return size;
    }

    /** A task that had begun has ended. */
    void ended(boolean failure, long taken) {
        if (fixed) {
            return;
        }
        ended++;
        failed += failure ? 1 : 0;
        nanos += taken;
        if (ended >= size) {
            size = next(nanos / ended);
            ended = 0;
            failed = 0;
            nanos = 0;
        }
    }

    private int next(long average) {
        boolean slow = best < Long.MAX_VALUE && average > SLOWER * Math.max(best, LEAST_NANOS);
        best = Math.min(best, average);
        if (slow || failed * FAILURES_OF > ended) {
            return Math.max(1, size / 2);
        }
        return Math.min(most, size + 1);
    }
}
