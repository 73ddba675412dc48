package dev.weir.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The last ten seconds, in which a tick is a second. */
class RecentTest {

    private static final Percentage ONE_PERCENT = Percentage.withPercentage(1);

    @Test
    void times_hundredDifferent_haveTheirQuantiles() {
        RecentTimes times = new RecentTimes();
        for (int i = 1; i <= 100; i++) {
            times.record(TimeUnit.MICROSECONDS.toNanos(i));
        }
        assertThat(times.latest().p99()).isZero();
        times.tick(0);
        assertThat(times.latest().p50()).isCloseTo(50_000, ONE_PERCENT);
        assertThat(times.latest().p95()).isCloseTo(95_000, ONE_PERCENT);
        assertThat(times.latest().p99()).isCloseTo(99_000, ONE_PERCENT);
    }

    @Test
    void times_afterTenSeconds_countNoMore() {
        RecentTimes times = new RecentTimes();
        times.record(1_000_000);
        for (int i = 0; i < 10; i++) {
            times.tick(0);
            assertThat(times.latest().p99()).isCloseTo(1_000_000, ONE_PERCENT);
        }
        times.tick(0);
        assertThat(times.latest().p99()).isZero();
    }

    @Test
    void times_samples_standForTheOthers() {
        RecentTimes times = new RecentTimes();
        for (int i = 0; i < 10; i++) {
            times.sample(1_000);
            times.record(1_000_000);
        }
        times.tick(500);
        assertThat(times.latest().p50()).isCloseTo(1_000, ONE_PERCENT);
        assertThat(times.latest().p95()).isCloseTo(1_000, ONE_PERCENT);
        assertThat(times.latest().p99()).isCloseTo(1_000_000, ONE_PERCENT);
    }

    @Test
    void times_outOfRange_countAsTheLongest() {
        RecentTimes times = new RecentTimes();
        times.record(Long.MAX_VALUE);
        times.record(-1);
        times.tick(0);
        assertThat(times.latest().p50()).isLessThan(100);
        assertThat(times.latest().p99()).isCloseTo(TimeUnit.MINUTES.toNanos(1), ONE_PERCENT);
    }

    @Test
    void sums_ofTenSeconds_areWhatCameInThem() {
        AtomicLong counter = new AtomicLong();
        RecentSums sums = new RecentSums(counter::get);
        for (int i = 1; i <= 30; i++) {
            counter.addAndGet(i);
            sums.tick();
            assertThat(sums.growth()).isEqualTo(sum(Math.max(1, i - 9), i));
        }
    }

    private static long sum(int first, int last) {
        return (long) (first + last) * (last - first + 1) / 2;
    }
}
