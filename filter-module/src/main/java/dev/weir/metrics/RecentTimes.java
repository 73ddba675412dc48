package dev.weir.metrics;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * The distribution of times over the last ten seconds, to within one percent. To record one takes no lock; what is read
 * was computed at the last tick. Safe for use by many threads.
 */
final class RecentTimes {

    private static final int SECONDS = 10;
    private static final long SHORTEST_NANOS = 16;
    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int DIGITS = 2;

    private final Recorder times = recorder();
    private final Recorder samples = recorder();
    // guarded by this object
    private @Nullable Histogram lastTimes;
    private @Nullable Histogram lastSamples;
    private final List<Histogram> seconds =
            Stream.generate(RecentTimes::histogram).limit(SECONDS).toList();
    private final Histogram all = histogram();
    private int next;

    private volatile Quantiles latest = new Quantiles(0, 0, 0);

    private static Recorder recorder() {
        return new Recorder(SHORTEST_NANOS, LONGEST_NANOS, DIGITS);
    }

    private static Histogram histogram() {
        return new Histogram(SHORTEST_NANOS, LONGEST_NANOS, DIGITS);
    }

    /** Nanoseconds that half, 95 and 99 percent of the times did not exceed; 0 without any. Immutable. */
    record Quantiles(long p50, long p95, long p99) {}

    /** Records a time. A minute stands for all longer ones. */
    void record(long nanos) {
        times.recordValue(inRange(nanos));
    }

    /** Records a time that stands for others too, of which only some are measured. */
    void sample(long nanos) {
        samples.recordValue(inRange(nanos));
    }

    private static long inRange(long nanos) {
        return Math.max(0, Math.min(nanos, LONGEST_NANOS));
    }

    /**
     * Called once a second: what is older than ten seconds counts no more.
     *
     * @param sampled how many times the samples of this second stand for
     */
    synchronized void tick(long sampled) {
        lastTimes = times.getIntervalHistogram(lastTimes);
        lastSamples = samples.getIntervalHistogram(lastSamples);
        Histogram second = seconds.get(next);
        next = (next + 1) % SECONDS;
        second.reset();
        second.add(lastTimes);
        long weight = Math.max(1, sampled / Math.max(1, lastSamples.getTotalCount()));
        for (HistogramIterationValue each : lastSamples.recordedValues()) {
            second.recordValueWithCount(each.getValueIteratedTo(), weight * each.getCountAddedInThisIterationStep());
        }
        all.reset();
        seconds.forEach(all::add);
        latest =
                new Quantiles(all.getValueAtPercentile(50), all.getValueAtPercentile(95), all.getValueAtPercentile(99));
    }

    Quantiles latest() {
        return latest;
    }
}
