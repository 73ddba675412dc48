package dev.weir.monitor.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The statements that were slow since the start, at most 200 texts; all others are one. A statement that is not slow
 * costs two looks at the clock. Safe for use by many threads.
 */
public final class QueryMonitor {

    static final int MOST = 200;
    static final String OTHER = "other";

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MANY = 100;

    private final long slowNanos;
    private final LongSupplier nanoTime;
    private final Map<String, Slow> statements = new ConcurrentHashMap<>();
    private final Slow others = new Slow();

    private static final class Slow {
        private final LongAdder count = new LongAdder();
        private final LongAdder nanos = new LongAdder();
        private final LongAccumulator slowest = new LongAccumulator(Long::max, 0);
    }

    /**
     * A monitor that has seen no statement.
     *
     * @param slowMillis a statement that takes longer is slow
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public QueryMonitor(long slowMillis, LongSupplier nanoTime) {
        this.slowNanos = TimeUnit.MILLISECONDS.toNanos(slowMillis);
        this.nanoTime = nanoTime;
    }

    long begin() {
        return nanoTime.getAsLong();
    }

    /** A statement that began at {@code beganNanos} has ended, however it did. */
    void ended(String sql, long beganNanos) {
        long nanos = nanoTime.getAsLong() - beganNanos;
        if (nanos > slowNanos) {
            Slow slow = of(StatementText.of(sql));
            slow.count.increment();
            slow.nanos.add(nanos);
            slow.slowest.accumulate(nanos);
        }
    }

    private Slow of(String text) {
        Slow known = statements.get(text);
        if (known != null) {
            return known;
        }
        synchronized (this) {
            return statements.size() < MOST || statements.containsKey(text)
                    ? statements.computeIfAbsent(text, each -> new Slow())
                    : others;
        }
    }

    /** The statements that were slow, those first that took the most time in all. */
    public List<QueryReport> report() {
        List<QueryReport> reports = new ArrayList<>();
        statements.forEach((text, slow) -> reports.add(report(text, slow)));
        if (others.count.sum() > 0) {
            reports.add(report(OTHER, others));
        }
        reports.sort(Comparator.<QueryReport>comparingDouble(each -> each.average() * each.count())
                .reversed()
                .thenComparing(QueryReport::statement));
        return List.copyOf(reports);
    }

    private static QueryReport report(String text, Slow slow) {
        long count = Math.max(1, slow.count.sum());
        double slowest = slow.slowest.get() / NANOS;
        double average = slow.nanos.sum() / NANOS / count;
        return new QueryReport(text, count, slowest, average, suggestion(text, count, average));
    }

    private static Optional<String> suggestion(String text, long count, double average) {
        if (text.equals(OTHER)) {
            return Optional.empty();
        }
        String what = String.format(Locale.ROOT, "slow %d times, %.1f s on average: ", count, average);
        boolean reads = text.regionMatches(true, 0, "select", 0, "select".length());
        return Optional.of(what
                + (reads
                        ? "look at its plan, and whether an index has the columns of its condition"
                        : "look at what it waits for: locks, triggers, or many rows at once")
                + (count >= MANY ? "; a limit for the endpoints that use it protects the others" : ""));
    }
}
