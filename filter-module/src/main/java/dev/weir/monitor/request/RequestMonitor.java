package dev.weir.monitor.request;

import dev.weir.metrics.Metric;
import dev.weir.metrics.Series;
import dev.weir.metrics.SeriesSource;
import dev.weir.monitor.request.EndpointCounters.Counts;
import dev.weir.monitor.request.EndpointReport.Trend;
import dev.weir.monitor.request.ResponseTimes.Quantiles;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Watches how the endpoints of one application answer, in memory. A request pays for two looks at the clock and a few
 * counters without locks; everything else is done once a second. Safe for use by many threads.
 */
public final class RequestMonitor implements SeriesSource {

    private static final long MINUTE = TimeUnit.MINUTES.toMillis(1);
    private static final long MINUTES_AN_HOUR = 60;
    private static final double MILLIS = 1000;
    private static final String UNKNOWN = "unknown";
    private static final int UNKNOWN_CLASS = 0;
    /** Shown before there is one, so that the first is seen to be counted. */
    private static final Set<Integer> EXPECTED = Set.of(2, 4, 5);

    private final EndpointTable table = new EndpointTable();
    private final long slowNanos;
    private final Suggestions suggestions;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private volatile RecentRequests recent = RecentRequests.NONE;
    // of the thread that ticks
    private long minute;
    private final Set<String> shown = new HashSet<>();

    /** The order of a report. */
    public enum Order {
        /** The largest p99 first. */
        SLOW,
        /** The largest part of errors first. */
        ERRORS
    }

    /**
     * A monitor that has seen no request.
     *
     * @param slowMillis a response that takes longer is slow
     * @param nanoTime a clock like {@link System#nanoTime}
     * @param clock the wall clock, by which hours begin
     */
    public RequestMonitor(long slowMillis, LongSupplier nanoTime, InstantSource clock) {
        this.slowNanos = TimeUnit.MILLISECONDS.toNanos(slowMillis);
        this.suggestions = new Suggestions(slowMillis);
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.minute = clock.millis() / MINUTE;
    }

    /**
     * A request has arrived.
     *
     * @param path below the context root
     * @param pattern the pattern of the first policy that matches the path
     */
    public ObservedRequest begin(String method, String path, Optional<String> pattern) {
        return new ObservedRequest(method, path, pattern, nanoTime.getAsLong());
    }

    /** Its response has ended with {@code status}. */
    public void ended(ObservedRequest request, int status) {
        if (request.end()) {
            EndpointCounters endpoint = table.of(request, status);
            long nanos = nanoTime.getAsLong() - request.beganNanos();
            endpoint.ended(status);
            endpoint.took(nanos, nanos > slowNanos);
        }
    }

    /** Its response has ended, and the time means nothing: it is a stream, or its client had gone (status 0). */
    public void endedUntimed(ObservedRequest request, int status) {
        if (request.end()) {
            table.of(request, status).ended(status);
        }
    }

    /** Called once a second. */
    public void tick() {
        long now = clock.millis() / MINUTE;
        // two steps forget all there was, however long the machine slept
        for (long next = Math.max(minute + 1, now - 2 * MINUTES_AN_HOUR); next <= now; next++) {
            boolean hour = next % MINUTES_AN_HOUR == 0;
            table.all().values().forEach(hour ? EndpointCounters::nextHour : EndpointCounters::nextMinute);
        }
        minute = Math.max(minute, now);
        recent = look();
    }

    private RecentRequests look() {
        List<ResponseTimes> times = new ArrayList<>();
        long requests = 0;
        long errors = 0;
        Optional<RecentRequests.Slowest> slowest = Optional.empty();
        for (Map.Entry<String, EndpointCounters> each : table.all().entrySet()) {
            Counts counts = each.getValue().recent();
            if (counts.all() > 0) {
                requests += counts.all();
                errors += counts.errors();
                times.add(each.getValue().times());
                Quantiles own = each.getValue().times().recent();
                long most = slowest.map(RecentRequests.Slowest::p99Millis).orElse(0L);
                if (own.count() >= Suggestions.FEWEST && millis(own) > most) {
                    slowest = Optional.of(new RecentRequests.Slowest(each.getKey(), millis(own)));
                }
            }
        }
        return new RecentRequests(requests, errors, millis(ResponseTimes.recent(times)), slowest);
    }

    private static long millis(Quantiles times) {
        return Math.round(times.p99() * MILLIS);
    }

    /** How the application answered lately, as of the last second. */
    public RecentRequests recent() {
        return recent;
    }

    /** All endpoints that answered in this hour or the one before. */
    public List<EndpointReport> report(Order order) {
        List<EndpointReport> reports = new ArrayList<>();
        table.all().forEach((name, endpoint) -> {
            EndpointReport report = report(name, endpoint);
            if (report.count() + report.countBefore() > 0) {
                reports.add(report);
            }
        });
        Comparator<EndpointReport> first = order == Order.SLOW
                ? Comparator.comparingDouble(EndpointReport::p99)
                : Comparator.comparingDouble(EndpointReport::errorRate)
                        .thenComparing(each -> each.statuses().getOrDefault("5xx", 0L));
        reports.sort(first.reversed().thenComparing(EndpointReport::endpoint));
        return List.copyOf(reports);
    }

    private EndpointReport report(String name, EndpointCounters endpoint) {
        Counts now = endpoint.present();
        Counts before = endpoint.before();
        Quantiles times = endpoint.times().present();
        Quantiles timesBefore = endpoint.times().before();
        boolean comparable = times.count() >= Suggestions.FEWEST && timesBefore.count() >= Suggestions.FEWEST;
        return new EndpointReport(
                name,
                now.all(),
                statuses(now),
                times.p50(),
                times.p95(),
                times.p99(),
                now.slow(),
                Suggestions.part(now.errors(), now),
                before.all(),
                timesBefore.p99(),
                Suggestions.part(before.errors(), before),
                comparable ? Trend.of(timesBefore.p99(), times.p99()) : Trend.NEW,
                suggestions.of(now, times, before, timesBefore));
    }

    private static Map<String, Long> statuses(Counts counts) {
        Map<String, Long> statuses = new LinkedHashMap<>();
        for (int statusClass = 1; statusClass < EndpointCounters.CLASSES; statusClass++) {
            if (counts.of(statusClass) > 0 || EXPECTED.contains(statusClass)) {
                statuses.put(label(statusClass), counts.of(statusClass));
            }
        }
        if (counts.of(UNKNOWN_CLASS) > 0) {
            statuses.put(UNKNOWN, counts.of(UNKNOWN_CLASS));
        }
        return statuses;
    }

    private static String label(int statusClass) {
        return statusClass == UNKNOWN_CLASS ? UNKNOWN : statusClass + "xx";
    }

    @Override
    public List<Series> more() {
        List<Series> more = new ArrayList<>();
        table.all().forEach((name, endpoint) -> {
            for (int statusClass = 0; statusClass < EndpointCounters.CLASSES; statusClass++) {
                int shownClass = statusClass;
                String label = label(statusClass);
                if ((EXPECTED.contains(statusClass) || endpoint.total(statusClass) > 0) && shown.add(label + name)) {
                    more.add(Series.of(Metric.HTTP_REQUESTS, () -> endpoint.total(shownClass), name, label));
                }
            }
            if (shown.add(name)) {
                more.add(Series.of(
                        Metric.HTTP_P99, () -> endpoint.times().recent().p99(), name));
            }
        });
        return more;
    }
}
