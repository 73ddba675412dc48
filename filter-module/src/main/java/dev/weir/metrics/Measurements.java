package dev.weir.metrics;

import dev.weir.Source;
import dev.weir.engine.DecisionListener;
import dev.weir.engine.PolicyDecision;
import dev.weir.store.StoreOperations;
import dev.weir.store.StoreOperations.Result;
import dev.weir.store.StoreStatistics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * All that is measured of one application, in memory. To read any of it takes no lock, waits for nothing and scans
 * nothing. Safe for use by many threads.
 */
public final class Measurements {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double MILLIS = TimeUnit.SECONDS.toMillis(1);

    private final DecisionMetrics decisions;
    private final Supplier<StoreStatistics> store;
    private final StoreOperations operations;
    private final RecentTimes operationTimes = new RecentTimes();
    private final RecentSums recentDecisions;
    private final RecentSums recentRefusals;
    private final RecentSums recentOperations;
    private final RecentSums recentErrors;
    private final RecentSums recentOwnErrors;

    /**
     * Nothing is measured so far.
     *
     * @param nearHundredths a request that is admitted while more hundredths of a percent than these are in use is
     *     near the limit
     * @param store how the store stands
     * @param operations what the store asks of the cluster
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public Measurements(
            int nearHundredths, Supplier<StoreStatistics> store, StoreOperations operations, LongSupplier nanoTime) {
        this.decisions = new DecisionMetrics(nearHundredths, nanoTime);
        this.store = store;
        this.operations = operations;
        operations.timedBy(operationTimes::record);
        this.recentDecisions = new RecentSums(() -> refusals() + decisions.sum(RequestOutcome.ALLOWED));
        this.recentRefusals = new RecentSums(this::refusals);
        this.recentOperations = new RecentSums(() -> operations.count(Result.OK) + failedOperations());
        this.recentErrors = new RecentSums(this::failedOperations);
        this.recentOwnErrors = new RecentSums(decisions::ownErrors);
    }

    private long refusals() {
        return decisions.sum(RequestOutcome.REFUSED)
                + decisions.sum(RequestOutcome.BLOCKED)
                + decisions.sum(RequestOutcome.UNAVAILABLE);
    }

    private long failedOperations() {
        return operations.count(Result.LATE) + operations.count(Result.ERROR);
    }

    /** Has to be told of each decision. */
    public DecisionListener listener() {
        return decisions;
    }

    /**
     * {@code listener} is told of all decisions from now on, and {@code ofChanges} of what operators change, in place
     * of those before them.
     */
    public void tellAll(SampledDecisions listener, Consumer<PolicyDecision> ofChanges) {
        decisions.tellAll(listener, ofChanges);
    }

    /** {@code listener} is told of notable decisions from now on, in place of one before it. */
    public void tell(NotableDecisions listener) {
        decisions.tell(listener);
    }

    /** Requests under each policy that has decided, by the name of the policy, since the start. */
    public Map<String, Outcomes> outcomes() {
        Map<String, Outcomes> outcomes = new TreeMap<>();
        for (String policy : decisions.names()) {
            PolicyCounters counters = decisions.of(policy);
            outcomes.put(
                    policy,
                    new Outcomes(
                            counters.of(RequestOutcome.ALLOWED),
                            counters.of(RequestOutcome.REFUSED) + counters.of(RequestOutcome.UNAVAILABLE),
                            counters.of(RequestOutcome.BLOCKED)));
        }
        return outcomes;
    }

    /**
     * What became of requests under one policy. Immutable.
     *
     * @param refused because of a limit, or because the cluster did not answer
     * @param blocked because of a block that an earlier refusal began
     */
    public record Outcomes(long allowed, long refused, long blocked) {}

    /** Called once a second. */
    public void tick() {
        decisions.tick();
        operationTimes.tick(0);
        for (RecentSums each :
                List.of(recentDecisions, recentRefusals, recentOperations, recentErrors, recentOwnErrors)) {
            each.tick();
        }
    }

    /** How the store stands. */
    public StoreStatistics store() {
        return store.get();
    }

    /** The last ten seconds. */
    public Recent recent() {
        return new Recent(
                recentDecisions.growth(),
                recentRefusals.growth(),
                recentOperations.growth(),
                recentErrors.growth(),
                recentOwnErrors.growth(),
                TimeUnit.NANOSECONDS.toMillis(decisions.times().latest().p99()));
    }

    /**
     * The last ten seconds. Immutable.
     *
     * @param decisions requests that were admitted or refused, once for each policy
     * @param refusals those that were refused
     * @param operations operations on entries of the cluster
     * @param errors those that were late or failed
     * @param ownErrors decisions of fallbacks because of an error of Weir's own
     * @param p99Millis 99 percent of the decisions took no longer
     */
    public record Recent(long decisions, long refusals, long operations, long errors, long ownErrors, long p99Millis) {}

    /** What became of the requests since the start, by policy. */
    public Map<String, PolicyTotals> totals() {
        Map<String, PolicyTotals> totals = new TreeMap<>();
        for (String policy : decisions.names()) {
            PolicyCounters counters = decisions.of(policy);
            totals.put(
                    policy,
                    new PolicyTotals(
                            counters.of(RequestOutcome.ALLOWED),
                            counters.of(RequestOutcome.REFUSED),
                            counters.of(RequestOutcome.BLOCKED),
                            counters.of(RequestOutcome.SHADOW_REFUSED),
                            counters.of(RequestOutcome.EXEMPT),
                            counters.of(RequestOutcome.UNAVAILABLE),
                            counters.nearLimit()));
        }
        return totals;
    }

    /** How many decisions were made since the start, by what decided. */
    public Map<Source, Long> sources() {
        Map<Source, Long> sources = new EnumMap<>(Source.class);
        for (Source source : Source.values()) {
            sources.put(source, decisions.sum(source));
        }
        return sources;
    }

    /** How long decisions took within the last ten seconds. */
    public Times times() {
        RecentTimes.Quantiles latest = decisions.times().latest();
        return new Times(latest.p50() / NANOS, latest.p95() / NANOS, latest.p99() / NANOS);
    }

    /** The seconds that 50, 95 and 99 percent of the decisions did not exceed. Immutable. */
    public record Times(double p50, double p95, double p99) {}

    /** The names of the policies that were decided by so far. */
    Set<String> policies() {
        return decisions.names();
    }

    /** Counts what {@code policy} decides from now on, so that it is shown before it decides. */
    void expect(String policy) {
        PolicyCounters unused = decisions.of(policy);
    }

    /** The series of one policy. */
    List<Series> of(String policy) {
        PolicyCounters counters = decisions.of(policy);
        List<Series> series = new ArrayList<>();
        for (RequestOutcome outcome : RequestOutcome.values()) {
            series.add(Series.of(Metric.REQUESTS, () -> counters.of(outcome), policy, outcome.label()));
        }
        series.add(Series.of(Metric.NEAR_LIMIT, counters::nearLimit, policy));
        return series;
    }

    /** The series that there are once. */
    List<Series> ofAll() {
        List<Series> series = new ArrayList<>();
        for (Source source : Source.values()) {
            series.add(Series.of(
                    Metric.DECISIONS, () -> decisions.sum(source), source.name().toLowerCase(Locale.ROOT)));
        }
        addTimes(series);
        addOperations(series);
        addStore(series);
        return series;
    }

    private void addTimes(List<Series> series) {
        RecentTimes times = decisions.times();
        series.add(Series.of(Metric.DECISION_P50, () -> times.latest().p50() / NANOS));
        series.add(Series.of(Metric.DECISION_P95, () -> times.latest().p95() / NANOS));
        series.add(Series.of(Metric.DECISION_P99, () -> times.latest().p99() / NANOS));
        for (int i = 0; i < DecisionMetrics.THRESHOLDS_MILLIS.length; i++) {
            int threshold = i;
            series.add(Series.of(
                    Metric.DECISIONS_OVER,
                    () -> decisions.over(threshold),
                    DecisionMetrics.THRESHOLDS_MILLIS[threshold] + "ms"));
        }
    }

    private void addOperations(List<Series> series) {
        for (StoreOperations.Kind kind : StoreOperations.Kind.values()) {
            for (Result result : Result.values()) {
                series.add(Series.of(
                        Metric.STORE_OPERATIONS, () -> operations.count(kind, result), kind.label(), result.label()));
            }
        }
        series.add(Series.of(Metric.STORE_P99, () -> operationTimes.latest().p99() / NANOS));
        series.add(Series.of(
                Metric.STORE_ERRORS, () -> (double) recentErrors.growth() / Math.max(1, recentOperations.growth())));
    }

    private void addStore(List<Series> series) {
        series.add(Series.of(Metric.MODE, () -> store().shared() ? 1 : 0, "cluster"));
        series.add(Series.of(Metric.MODE, () -> store().shared() ? 0 : 1, "local"));
        add(series, Metric.TRACKED_KEYS, () -> store().keys());
        add(series, Metric.BLOCKED_KEYS, () -> store().blocked());
        add(series, Metric.OWED_PERMITS, () -> store().owed());
        add(series, Metric.MEMBERS, () -> store().members());
        add(series, Metric.GRID_ENTRIES, () -> store().gridEntries().orElse(0));
        add(series, Metric.EVICTIONS, () -> store().evictions());
        add(series, Metric.SETTLEMENTS, () -> store().settlements());
        add(series, Metric.PERSISTENCE_LAG, () -> store().persistenceLagMillis() / MILLIS);
    }

    private static void add(List<Series> series, Metric metric, DoubleSupplier value) {
        series.add(Series.of(metric, value));
    }
}
