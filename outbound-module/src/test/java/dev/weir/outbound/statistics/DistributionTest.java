package dev.weir.outbound.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DistributionTest {

    private static final int VALUES = 10_001;

    @Test
    void percentile_ofRandomTimes_isWithinThreePercentOfTheSortedOnes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Times times = new Times(0);
        long[] sorted = LongStream.generate(() -> (long) Math.exp(7 + random.nextDouble() * 20))
                .limit(VALUES)
                .sorted()
                .toArray();
        LongStream.of(sorted).forEach(nanos -> times.record(nanos, 0));
        for (int percent : new int[] {1, 50, 90, 99, 100}) {
            long exact = sorted[(VALUES * percent + 99) / 100 - 1];
            double allowed = exact * 0.035 + TimeUnit.MICROSECONDS.toNanos(1);
            assertThat((double) times.all().percentile(percent).toNanos())
                    .as("percentile %s, seed %s", percent, seed)
                    .isCloseTo(exact, within(allowed));
        }
    }

    @Test
    void bucket_ofAllPowersOfTwo_isInRangeAndAscends() {
        int before = -1;
        for (int bit = 10; bit < 63; bit++) {
            int bucket = Distribution.bucket(1L << bit);
            assertThat(bucket).isBetween(before, Distribution.BUCKETS - 1);
            before = bucket;
        }
        assertThat(before).isEqualTo(Distribution.BUCKETS - 1);
        assertThat(Distribution.bucket(-1)).isZero();
    }

    @Test
    void percentile_ofNothing_isZero() {
        assertThat(Distribution.NONE.percentile(99)).isZero();
    }

    @Test
    void recent_afterTwentySeconds_hasForgotten() {
        Times times = new Times(0);
        times.record(TimeUnit.SECONDS.toNanos(5), 9_999);
        times.record(TimeUnit.MILLISECONDS.toNanos(1), 19_999);
        assertThat(times.recent(19_999).percentile(99)).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
        assertThat(times.recent(20_000).percentile(99)).isBetween(Duration.ofMillis(1), Duration.ofMillis(2));
        assertThat(times.recent(30_000).percentile(99)).isZero();
        assertThat(times.all().percentile(99)).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void recent_afterALongIdleTime_isEmpty() {
        Times times = new Times(0);
        times.record(1_000_000, 0);
        assertThat(times.recent(1_000_000).percentile(50)).isZero();
    }
}
