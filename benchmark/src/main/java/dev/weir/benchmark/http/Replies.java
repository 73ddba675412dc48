package dev.weir.benchmark.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The results of requests. Safe for use by many threads. */
final class Replies {

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final String NO_REPLY = "none";

    private final Histogram nanos = new Histogram(LONGEST_NANOS, 3);
    private final Map<String, Long> statuses = new TreeMap<>();

    synchronized void replied(int status, long afterNanos) {
        add(String.valueOf(status), afterNanos);
    }

    /** Records a connection that failed after {@code afterNanos}. */
    synchronized void failed(long afterNanos) {
        add(NO_REPLY, afterNanos);
    }

    private void add(String status, long afterNanos) {
        statuses.merge(status, 1L, Long::sum);
        nanos.recordValue(Math.min(afterNanos, LONGEST_NANOS));
    }

    /** Adds the results of another collection; no thread may record there at the same time. */
    synchronized void add(Replies other) {
        nanos.add(other.nanos);
        other.statuses.forEach((status, count) -> statuses.merge(status, count, Long::sum));
    }

    synchronized long count() {
        return nanos.getTotalCount();
    }

    /** Milliseconds within which that percentage of the requests was answered; 100 for all requests. */
    synchronized double millis(double percentage) {
        return nanos.getValueAtPercentile(percentage) / 1e6;
    }

    /** The number of replies by status. */
    synchronized String statuses() {
        return statuses.toString();
    }

    /** A copy of the number of replies by status. */
    synchronized Map<String, Long> byStatus() {
        return Map.copyOf(statuses);
    }
}
