package dev.weir.outbound.statistics;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/**
 * How many times lasted how long, at one moment; to within three percent, from a microsecond to twenty minutes.
 * Immutable.
 *
 * <p>Buckets are log-linear: 32 of equal width for each power of two microseconds.
 */
public final class Distribution {

    private static final int SUB_BITS = 5;
    private static final int SUBS = 1 << SUB_BITS;
    private static final long LONGEST_MICROS = (1L << 30) - 1;
    static final int BUCKETS = (30 - SUB_BITS + 1) * SUBS;

    /** Without any time. */
    public static final Distribution NONE = new Distribution(new long[BUCKETS]);

    private final long[] counts;

    /** Takes the array over. */
    Distribution(long[] counts) {
        this.counts = counts;
    }

    /** The bucket of a time. What is longer than the longest counts as that. */
    static int bucket(long nanos) {
        long micros = Math.max(0, Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), LONGEST_MICROS));
        if (micros < SUBS) {
            return (int) micros;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - SUB_BITS;
        return (shift + 1) * SUBS + (int) (micros >> shift) - SUBS;
    }

    private static long largestMicros(int bucket) {
        int shift = Math.max(0, bucket / SUBS - 1);
        long sub = bucket < SUBS ? bucket : bucket % SUBS + SUBS;
        return ((sub + 1) << shift) - 1;
    }

    /** What was counted since {@code earlier}. */
    Distribution since(Distribution earlier) {
        long[] difference = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            difference[i] = counts[i] - earlier.counts[i];
        }
        return new Distribution(difference);
    }

    /** The time that {@code percent} of the times did not exceed; zero without any. */
    public Duration percentile(int percent) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        long rank = Math.max(1, (total * percent + 99) / 100);
        long below = 0;
        for (int i = 0; i < BUCKETS; i++) {
            below += counts[i];
            if (below >= rank) {
                return Duration.of(largestMicros(i), ChronoUnit.MICROS);
            }
        }
        return Duration.ZERO;
    }
}
