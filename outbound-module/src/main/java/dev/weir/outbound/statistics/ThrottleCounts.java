package dev.weir.outbound.statistics;

import dev.weir.outbound.ThrottleStatistics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/** Counts in memory what it is told of, by policy. Safe for use by many threads. */
public final class ThrottleCounts implements ThrottleListener {

    private static final int SECONDS = 60;

    private final Map<String, PolicyCounts> policies = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final Instant since;

    /**
     * Nothing is counted so far.
     *
     * @param clock the time of this instance, for the series of calls per second
     */
    public ThrottleCounts(InstantSource clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    /** From now on {@code waiting} says how many callers wait for permits of {@code policy}. */
    public void queue(String policy, IntSupplier waiting) {
        of(policy).queued(waiting);
    }

    /** What the calls of {@code policy} did since the start: zeros if there were none. */
    public ThrottleStatistics statistics(String policy) {
        PolicyCounts counts = of(policy);
        long now = clock.millis();
        Totals totals = counts.totals(now);
        return new ThrottleStatistics(
                policy,
                since,
                totals.sent(),
                totals.of(Counter.SUCCEEDED),
                totals.failures(),
                totals.of(Counter.RETRIES),
                totals.of(Counter.REMOTE_REFUSALS),
                counts.queued(),
                counts.recentWait(50, now),
                counts.recentWait(99, now),
                Duration.ofMillis(totals.of(Counter.PAUSE_MILLIS)),
                Duration.ofMillis(totals.of(Counter.BACK_OFF_MILLIS)),
                totals.of(Counter.BATCHES),
                counts.perSecond(SECONDS, now));
    }

    /** The policies that were named so far, in the order of their names. */
    public Set<String> policies() {
        return new TreeSet<>(policies.keySet());
    }

    /** When counting began. */
    public Instant since() {
        return since;
    }

    /** All that was counted of {@code policy} so far. */
    public Totals totals(String policy) {
        return of(policy).totals(clock.millis());
    }

    /** How many callers wait for permits of {@code policy}. */
    public int queued(String policy) {
        return of(policy).queued();
    }

    /** How many attempts of {@code policy} have permits and have not ended. */
    public long inFlight(String policy) {
        return of(policy).inFlight();
    }

    PolicyCounts of(String policy) {
        PolicyCounts known = policies.get(policy);
        return known == null ? policies.computeIfAbsent(policy, name -> new PolicyCounts(clock.millis())) : known;
    }

    long nowMillis() {
        return clock.millis();
    }

    @Override
    public void waited(String policy, long nanos) {
        of(policy).waited(nanos, clock.millis());
    }

    @Override
    public void returned(String policy) {
        of(policy).returned();
    }

    @Override
    public void called(String policy, Outcome.Sent outcome, long nanos) {
        of(policy).called(outcome, nanos, clock.millis());
    }

    @Override
    public void ended(String policy, Outcome outcome) {
        of(policy).ended(outcome);
    }

    @Override
    public void retried(String policy) {
        of(policy).add(Counter.RETRIES, 1);
    }

    @Override
    public void remoteRefused(String policy, Duration retryAfter) {
        of(policy).add(Counter.REMOTE_REFUSALS, 1);
    }

    @Override
    public void backedOff(String policy, Duration pause) {
        of(policy).add(Counter.BACK_OFFS, 1);
        of(policy).add(Counter.BACK_OFF_MILLIS, pause.toMillis());
    }

    @Override
    public void paused(String policy, Duration pause) {
        of(policy).add(Counter.PAUSES, 1);
        of(policy).add(Counter.PAUSE_MILLIS, pause.toMillis());
    }

    @Override
    public void tightened(String policy, double share) {
        of(policy).add(Counter.TIGHTENED, 1);
    }

    @Override
    public void batch(String policy, int tasks, int failures) {
        of(policy).add(Counter.BATCHES, 1);
        of(policy).add(Counter.BATCH_TASKS, tasks);
        of(policy).add(Counter.BATCH_FAILURES, failures);
    }
}
