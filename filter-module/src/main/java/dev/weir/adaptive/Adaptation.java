package dev.weir.adaptive;

import dev.weir.adaptive.SuspicionSlot.Subject;
import dev.weir.config.rule.AdaptiveRule;
import dev.weir.core.Policy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * What the limits of adaptive policies are worth at present: what pressure leaves of them, and trust in a key. A policy
 * that is not adaptive has nothing of all this. Nothing here waits or asks the cluster; safe for use by many threads.
 */
public final class Adaptation {

    /** Policies with smaller limits that are kept: some levels and steps of some policies. */
    private static final int MOST_POLICIES = 1_000;

    private final Supplier<Map<String, AdaptiveRule>> rules;
    private final Suspects suspects;
    private final BiPredicate<Policy, Policy> goesOn;
    private final InstantSource clock;
    private final Map<String, Pressure> pressures = new ConcurrentHashMap<>();
    private final Map<Wanted, Policy> policies = new ConcurrentHashMap<>();

    private record Wanted(Capacity capacity, long least) {}

    /**
     * Creates the adaptation of one application.
     *
     * @param rules of the policies that are adaptive at present, by name
     * @param goesOn whether counters of the first policy are found under the second
     */
    public Adaptation(
            Supplier<Map<String, AdaptiveRule>> rules,
            Suspects suspects,
            BiPredicate<Policy, Policy> goesOn,
            InstantSource clock) {
        this.rules = rules;
        this.suspects = suspects;
        this.goesOn = goesOn;
        this.clock = clock;
    }

    /** The adaptation of an application none of whose policies is adaptive. */
    public static Adaptation none() {
        InstantSource never = () -> Instant.EPOCH;
        return new Adaptation(Map::of, Suspects.alone(never, 1), (one, other) -> true, never);
    }

    /** Whether no policy is adaptive. */
    public boolean isOff() {
        return rules.get().isEmpty();
    }

    /**
     * What a key has of {@code policy}; empty if that is not adaptive.
     *
     * @param key makes the text under which the counters of the key are stored
     */
    public Optional<Capacity> capacity(Policy policy, Supplier<String> key) {
        AdaptiveRule rule = rules.get().get(policy.name());
        if (rule == null) {
            return Optional.empty();
        }
        int level = suspects.isEmpty() ? 0 : suspects.level(subject(policy, key));
        return Optional.of(new Capacity(policy, percent(policy.name(), rule), level));
    }

    /**
     * The tightest capacity that a key can have in a while, if it does not ask before: pressure may go on, and ends no
     * further down than at its floor.
     */
    public Capacity tightest(Capacity capacity, int level) {
        AdaptiveRule rule = rules.get().get(capacity.configured().name());
        int percent = rule != null && capacity.isUnderPressure()
                ? Math.min(rule.floorPercent(), capacity.pressurePercent())
                : capacity.pressurePercent();
        return new Capacity(capacity.configured(), percent, Math.max(level, capacity.level()));
    }

    /**
     * The policy that decides a request for {@code permits} with {@code capacity}.
     */
    public Policy policy(Capacity capacity, long permits) {
        if (capacity.isWhole()) {
            return capacity.configured();
        }
        Wanted wanted = new Wanted(capacity, permits);
        Policy known = policies.get(wanted);
        if (known == null) {
            known = make(wanted);
            if (policies.size() >= MOST_POLICIES) {
                policies.clear();
            }
            policies.put(wanted, known);
        }
        return known;
    }

    private Policy make(Wanted wanted) {
        Policy configured = wanted.capacity.configured();
        try {
            Policy smaller = wanted.capacity.policy(wanted.least);
            // rounding can make a bucket refill in another time, for which counters are not kept
            return goesOn.test(configured, smaller) ? smaller : configured;
        } catch (IllegalArgumentException e) {
            return configured;
        }
    }

    /** A key was refused. Returns its level from now on. */
    public int refused(Policy policy, String key) {
        return suspects.refused(subject(policy, () -> key));
    }

    /** A key was refused because of a block that lasts for {@code millis} from now. Returns its level from now on. */
    public int blocked(Policy policy, String key, long millis) {
        return suspects.blocked(subject(policy, () -> key), millis);
    }

    /** The application has answered a request of a key with {@code status}. */
    public void answered(Policy policy, Supplier<String> key, int status) {
        suspects.answered(() -> subject(policy, key), status);
    }

    /** Forgets what a key has done. */
    public void forgive(Policy policy, Supplier<String> key) {
        if (rules.get().containsKey(policy.name())) {
            suspects.forgive(subject(policy, key));
        }
    }

    /** A request is passed to the application. */
    public void began() {
        long now = clock.millis();
        rules.get().forEach((name, rule) -> pressure(name).began(rule, now));
    }

    /** A request that was passed to the application has ended in a way that tells nothing of it. */
    public void unobserved() {
        long now = clock.millis();
        rules.get().forEach((name, rule) -> pressure(name).unobserved(rule, now));
    }

    /** The application has answered a request with {@code status}, {@code tookMillis} after it got it. */
    public void ended(long tookMillis, int status) {
        long now = clock.millis();
        rules.get().forEach((name, rule) -> pressure(name).ended(rule, tookMillis, status, now));
    }

    /** What pressure leaves of the limits of each adaptive policy, in percent, by the policy's name. */
    public Map<String, Integer> percentages() {
        Map<String, Integer> percentages = new ConcurrentHashMap<>();
        rules.get().forEach((name, rule) -> percentages.put(name, percent(name, rule)));
        return percentages;
    }

    /** How many keys are at each level above 0, by the policy's name: the number at level 1 comes first. */
    public Map<String, long[]> levels() {
        return suspects.levels();
    }

    /** How often a level was raised on this instance. */
    public long raised() {
        return suspects.raised();
    }

    private int percent(String policy, AdaptiveRule rule) {
        return pressure(policy).percent(rule, clock.millis());
    }

    private Pressure pressure(String policy) {
        Pressure known = pressures.get(policy);
        return known != null ? known : pressures.computeIfAbsent(policy, name -> new Pressure());
    }

    private static Subject subject(Policy policy, Supplier<String> key) {
        return new Subject(policy.name(), key.get());
    }
}
