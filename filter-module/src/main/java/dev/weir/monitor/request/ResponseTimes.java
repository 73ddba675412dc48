package dev.weir.monitor.request;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * The times of the responses of one endpoint, in steps of 0.1 ms and to within six percent, up to ten minutes. To
 * record one takes no lock. Safe for use by many threads.
 */
final class ResponseTimes {

    private static final long UNIT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final double UNITS_A_SECOND = 10_000;
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10) / UNIT_NANOS;
    private static final int DIGITS = 1;

    private volatile AtomicHistogram minute = ofManyThreads();
    // guarded by this object
    private AtomicHistogram minuteBefore = ofManyThreads();
    /** The same, but not emptied at the end of an hour. */
    private AtomicHistogram lastMinute = minuteBefore;

    private Histogram hour = histogram();
    private Quantiles hourBefore = Quantiles.NONE;

    /**
     * Seconds that half, 95 and 99 percent of the responses did not exceed; 0 without any. Immutable.
     *
     * @param count of how many responses
     */
    record Quantiles(long count, double p50, double p95, double p99) {

        static final Quantiles NONE = new Quantiles(0, 0, 0, 0);

        static Quantiles of(AbstractHistogram times) {
            return times.getTotalCount() == 0
                    ? NONE
                    : new Quantiles(times.getTotalCount(), seconds(times, 50), seconds(times, 95), seconds(times, 99));
        }

        private static double seconds(AbstractHistogram times, double percentile) {
            return times.getValueAtPercentile(percentile) / UNITS_A_SECOND;
        }
    }

    private static Histogram histogram() {
        return new Histogram(1, LONGEST, DIGITS);
    }

    private static AtomicHistogram ofManyThreads() {
        return new AtomicHistogram(1, LONGEST, DIGITS);
    }

    void record(long nanos) {
        minute.recordValue(Math.max(0, Math.min(nanos / UNIT_NANOS, LONGEST)));
    }

    /** A minute has ended. What is recorded in it by a thread that is late counts with it. */
    synchronized void nextMinute() {
        hour.add(minuteBefore);
        minuteBefore = minute;
        lastMinute = minute;
        minute = ofManyThreads();
    }

    /** With a minute, an hour has ended. */
    synchronized void nextHour() {
        nextMinute();
        hour.add(minuteBefore);
        minuteBefore = ofManyThreads();
        hourBefore = Quantiles.of(hour);
        hour = histogram();
    }

    /** This hour so far. */
    synchronized Quantiles present() {
        Histogram sum = hour.copy();
        sum.add(minuteBefore);
        sum.add(minute);
        return Quantiles.of(sum);
    }

    /** The hour before this one. */
    synchronized Quantiles before() {
        return hourBefore;
    }

    /** The last one to two minutes. */
    Quantiles recent() {
        return recent(List.of(this));
    }

    /** The last one to two minutes of several endpoints together. */
    static Quantiles recent(List<ResponseTimes> endpoints) {
        Histogram sum = histogram();
        endpoints.forEach(each -> each.addRecentTo(sum));
        return Quantiles.of(sum);
    }

    private synchronized void addRecentTo(Histogram sum) {
        sum.add(lastMinute);
        sum.add(minute);
    }
}
