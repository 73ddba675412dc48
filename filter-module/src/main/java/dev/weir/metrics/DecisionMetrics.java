package dev.weir.metrics;

import dev.weir.Source;
import dev.weir.core.Policy;
import dev.weir.engine.DecisionListener;
import dev.weir.engine.PolicyDecision;
import dev.weir.engine.PolicyListener;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Counts decisions, and measures their time. A decision from a lease costs one increment of a number that no other
 * thread writes; of those that wait for nothing only some are timed, each second, and stand for the others. Safe for
 * use by many threads.
 */
final class DecisionMetrics implements DecisionListener {

    /** How many decisions from memory are timed each second. */
    static final int SAMPLES = 100;

    /** The policies of {@link dev.weir.RateLimiter#allow} are one, because there can be a thousand of them. */
    static final String CALLS = "allow";

    /** Waits of which it is counted exactly how many were longer, in milliseconds. */
    static final int[] THRESHOLDS_MILLIS = {5, 50, 100};

    private static final String CALLS_PREFIX = CALLS + "-";
    private static final String MILLIS_SUFFIX = "ms";

    private final int nearHundredths;
    private final LongSupplier nanoTime;
    private final Map<String, PolicyCounters> policies = new ConcurrentHashMap<>();
    private final LeasedPolicies leased;
    private final RecentTimes times = new RecentTimes();
    private final LongAdder[] over = {new LongAdder(), new LongAdder(), new LongAdder()};
    private final LongAdder waits = new LongAdder();
    private final LongAdder ownErrors = new LongAdder();
    private volatile SampledDecisions sampled = SampledDecisions.NONE;
    private volatile Consumer<PolicyDecision> changes = decision -> {};
    private volatile Optional<NotableDecisions> notable = Optional.empty();
    /** Not volatile: to time a decision too many, or a little later, does no harm. */
    private int samplesLeft = SAMPLES;
    /** Decisions from memory, as of the last tick. Used by one thread. */
    private long fromMemory;

    /**
     * @param nearHundredths a request that is admitted while more hundredths of a percent than these are in use is
     *     near the limit
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    DecisionMetrics(int nearHundredths, LongSupplier nanoTime) {
        this.nearHundredths = nearHundredths;
        this.nanoTime = nanoTime;
        this.leased = new LeasedPolicies(nearHundredths, this::decidedInDetail);
    }

    /** Most decisions are made from a lease that leaves enough of its limit: they count, and are nothing else. */
    @Override
    public PolicyListener of(Policy policy) {
        return leased.of(policy);
    }

    @Override
    public void decided(PolicyDecision decision) {
        of(decision.charge().policy()).decided(decision);
    }

    /** Counts the request once for each policy; each key of it is used. */
    @Override
    public void decided(List<PolicyDecision> decisions) {
        SampledDecisions each = sampled;
        for (int i = 0; i < decisions.size(); i++) {
            PolicyDecision decision = decisions.get(i);
            if (DecisionListener.standsForItsPolicy(i, decisions)) {
                decided(decision);
            } else {
                each.decided(decision);
            }
        }
    }

    private void decidedInDetail(PolicyDecision decision) {
        SampledDecisions each = sampled;
        if (decision.acquired()) {
            // of one that took nothing, another policy refused the request
            PolicyCounters counters = of(decision.policy());
            count(decision, counters);
            leased.learn(decision, counters, each);
        }
        each.decided(decision);
    }

    private void count(PolicyDecision decision, PolicyCounters counters) {
        if (decision.isCharged()) {
            counters.count(RequestOutcome.ALLOWED, decision.source());
            if (decision.usesMoreThan(nearHundredths)) {
                counters.countNearLimit();
                notable.ifPresent(each -> each.nearLimit(decision));
            }
        } else {
            counters.count(RequestOutcome.of(decision), decision.source());
            if (!decision.allowed()) {
                notable.ifPresent(each -> each.refused(decision));
            }
        }
    }

    /**
     * {@code listener} is told of all decisions from now on, and {@code ofChanges} of what operators change, in place
     * of those before them.
     */
    void tellAll(SampledDecisions listener, Consumer<PolicyDecision> ofChanges) {
        sampled = listener;
        changes = ofChanges;
    }

    @Override
    public void changed(PolicyDecision decision) {
        changes.accept(decision);
    }

    /** {@code listener} is told of notable decisions from now on, in place of one before it. */
    void tell(NotableDecisions listener) {
        notable = Optional.of(listener);
    }

    @Override
    public void refused(String policy, Source source) {
        of(policy).count(RequestOutcome.REFUSED, source);
    }

    @Override
    public void exempt(String policy) {
        of(policy).countExempt();
    }

    @Override
    public void fellBack(PolicyDecision decision) {
        ownErrors.increment();
        of(decision.policy()).count(RequestOutcome.of(decision), decision.source());
    }

    @Override
    public long begin() {
        int left = samplesLeft;
        if (left == 0) {
            return 0;
        }
        samplesLeft = left - 1;
        return nanoTime.getAsLong();
    }

    @Override
    public void took(long beganNanos, long waitedNanos) {
        if (waitedNanos > 0) {
            waits.increment();
            times.record(waitedNanos);
            for (int i = 0; i < THRESHOLDS_MILLIS.length; i++) {
                if (waitedNanos > TimeUnit.MILLISECONDS.toNanos(THRESHOLDS_MILLIS[i])) {
                    over[i].increment();
                }
            }
        } else if (beganNanos != 0) {
            times.sample(nanoTime.getAsLong() - beganNanos);
        }
    }

    /** Called once a second. */
    void tick() {
        long now = Arrays.stream(Source.values()).mapToLong(this::sum).sum() - waits.sum();
        times.tick(now - fromMemory);
        fromMemory = now;
        samplesLeft = SAMPLES;
        leased.forget();
        all().forEach(PolicyCounters::tick);
    }

    /** The counters of {@code policy}, new ones if it was not decided by before. */
    PolicyCounters of(String policy) {
        PolicyCounters known = policies.get(policy);
        return known != null ? known : policies.computeIfAbsent(label(policy), name -> new PolicyCounters());
    }

    /** No configured policy has such a name: see {@link dev.weir.engine.CallPolicies}. */
    private static String label(String policy) {
        return policy.startsWith(CALLS_PREFIX)
                        && policy.endsWith(MILLIS_SUFFIX)
                        && Character.isDigit(policy.charAt(CALLS_PREFIX.length()))
                ? CALLS
                : policy;
    }

    /** The names of the policies that were decided by. */
    Set<String> names() {
        return new TreeSet<>(policies.keySet());
    }

    /** How many requests had that outcome, of all policies. */
    long sum(RequestOutcome outcome) {
        return all().stream().mapToLong(each -> each.of(outcome)).sum();
    }

    /** How many requests were decided by that source, of all policies. */
    long sum(Source source) {
        return all().stream().mapToLong(each -> each.of(source)).sum();
    }

    private Collection<PolicyCounters> all() {
        return policies.values();
    }

    /** How many decisions waited longer than the threshold at that place. */
    long over(int threshold) {
        return over[threshold].sum();
    }

    /** How often a fallback has decided because of an error of Weir's own. */
    long ownErrors() {
        return ownErrors.sum();
    }

    RecentTimes times() {
        return times;
    }
}
