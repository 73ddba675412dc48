package dev.weir.engine;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.RateLimiter;
import dev.weir.Reservation;
import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.override.Overrides;
import dev.weir.store.CounterChange;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Decides charges by calls of the store: a single charge, or several of which all or none are taken. Safe for use by
 * many threads.
 */
public final class Engine implements RateLimiter {

    /** The answer about a policy that counts nothing. */
    private static final StoreResult UNCOUNTED = new StoreResult.Undecided(true);

    private static final Optional<StoreResult> NOTHING_COUNTED = Optional.of(UNCOUNTED);

    private final CounterStore store;
    private final KeyCodec storedKey;
    private final BiFunction<String, Key, Optional<Policy>> policies;
    private final CallPolicies callPolicies;
    private final Supplier<WaitBudget> budget;
    private final Overrides overrides;
    private final Reservations reservations;

    /** Creates an engine whose limits are not changed at run time. */
    public Engine(
            CounterStore store,
            KeyCodec storedKey,
            BiFunction<String, Key, Optional<Policy>> policies,
            CallPolicies callPolicies,
            Supplier<WaitBudget> budget) {
        this(store, storedKey, policies, callPolicies, budget, new Overrides(() -> Instant.EPOCH, ZoneOffset.UTC));
    }

    /**
     * Creates an engine over {@code store}.
     *
     * @param policies the policies that are available to {@link RateLimiter}, by name, with the limits of a key's tier
     * @param callPolicies the policies of {@link RateLimiter#allow}
     * @param budget provides the wait budget of each call of {@link RateLimiter}
     * @param overrides what was changed at run time
     */
    public Engine(
            CounterStore store,
            KeyCodec storedKey,
            BiFunction<String, Key, Optional<Policy>> policies,
            CallPolicies callPolicies,
            Supplier<WaitBudget> budget,
            Overrides overrides) {
        this.store = store;
        this.storedKey = storedKey;
        this.policies = policies;
        this.callPolicies = callPolicies;
        this.budget = budget;
        this.overrides = overrides;
        this.reservations = new Reservations(this, overrides.clock());
    }

    /** Returns the wait budget of one request. */
    public WaitBudget newBudget() {
        return budget.get();
    }

    /** Returns the charge of {@code key} under {@code policy}, or under the limits that an operator has set. */
    public Charge charge(Policy policy, Key key, long permits) {
        Key canonical = storedKey.canonical(key);
        Policy limited = overrides.isEmpty() ? policy : overrides.limited(policy, storedKey.text(canonical));
        return new Charge(limited, canonical, permits);
    }

    /** Returns what stands for a principal among those who share the key of {@code charge}. */
    public String entry(Charge charge, String principal) {
        return storedKey.entry(charge.counter().key(), principal);
    }

    /**
     * Charges all of {@code charges}, or none of them if a policy that enforces refuses its own. The decisions are in
     * the order of the charges; after a refusal, the decisions that did not refuse report what is left.
     */
    public List<PolicyDecision> acquireAll(List<Charge> charges, WaitBudget budget) {
        if (charges.size() == 1) {
            Charge only = charges.get(0);
            return List.of(apply(only, Change.acquire(only.permits()), () -> budget));
        }
        List<PolicyDecision> views = localViews(charges);
        if (views.stream().noneMatch(PolicyDecision::refusesForCertain)) {
            views = change(views, PolicyDecision::isNearLimit, Engine::peek, budget);
        }
        return takeAll(views, budget);
    }

    /**
     * Returns what this instance knows of each of {@code charges}, without taking anything: a key that is known to be
     * refused causes no access to the cluster, whatever other policies the request has.
     */
    public List<PolicyDecision> localViews(List<Charge> charges) {
        List<PolicyDecision> views = new ArrayList<>(charges.size());
        for (Charge charge : charges) {
            StoreResult result =
                    withoutStore(charge).orElseGet(() -> store.peekLocal(charge.counter(), charge.permits()));
            views.add(new PolicyDecision(charge, result, false));
        }
        return views;
    }

    /**
     * Takes all charges: first those that are expected to refuse, all of them, because each can begin a block; then the
     * others. A refund is needed only if more was used than the views say.
     */
    private List<PolicyDecision> takeAll(List<PolicyDecision> views, WaitBudget budget) {
        List<PolicyDecision> decisions = change(views, view -> !view.allowed(), Engine::acquire, budget);
        if (decisions.stream().allMatch(PolicyDecision::allowed)) {
            decisions = change(decisions, view -> !view.acquired(), Engine::acquire, budget);
        }
        return decisions.stream().allMatch(PolicyDecision::allowed) ? decisions : refund(decisions, budget);
    }

    /** Refunds what was taken for a request that another policy refused; the decisions then report what is left. */
    public List<PolicyDecision> refund(List<PolicyDecision> decisions, WaitBudget budget) {
        List<PolicyDecision> refunded = change(decisions, PolicyDecision::isCharged, Engine::refund, budget);
        for (int i = 0; i < refunded.size(); i++) {
            PolicyDecision taken = decisions.get(i);
            if (taken.isCharged() && refunded.get(i).unavailable()) {
                // the result of a refund that could not be counted has no information about the key
                refunded.set(i, new PolicyDecision(taken.charge(), taken.answer(), false));
            }
        }
        return refunded;
    }

    private static Change peek(PolicyDecision view) {
        return new Change.Peek(view.charge().permits());
    }

    private static Change acquire(PolicyDecision view) {
        return Change.acquire(view.charge().permits());
    }

    private static Change refund(PolicyDecision taken) {
        long takenMillis = taken.verdict().orElseThrow().atMillis();
        return new Change.Refund(taken.charge().permits(), takenMillis);
    }

    /** Makes each of {@code changes} to the counter of the charge at the same place, for at most the wait budget of a request. */
    void correct(List<Charge> charges, List<Change> changes) {
        List<CounterChange> corrections = new ArrayList<>(charges.size());
        for (int i = 0; i < charges.size(); i++) {
            corrections.add(new CounterChange(charges.get(i).counter(), changes.get(i)));
        }
        var unused = store.applyAll(corrections, newBudget());
    }

    /** Makes {@code step} for the {@code chosen} decisions, all at once, and puts the results in their places. */
    private List<PolicyDecision> change(
            List<PolicyDecision> decisions,
            Predicate<PolicyDecision> chosen,
            Function<PolicyDecision, Change> step,
            WaitBudget budget) {
        List<PolicyDecision> changed = new ArrayList<>(decisions);
        List<Integer> places = new ArrayList<>(decisions.size());
        List<CounterChange> changes = new ArrayList<>(decisions.size());
        for (int i = 0; i < decisions.size(); i++) {
            PolicyDecision decision = decisions.get(i);
            if (chosen.test(decision)) {
                Change change = step.apply(decision);
                Optional<StoreResult> known = decided(decision.charge(), change);
                changed.set(
                        i,
                        new PolicyDecision(
                                decision.charge(), known.orElse(UNCOUNTED), change instanceof Change.Acquire));
                if (known.isEmpty()) {
                    places.add(i);
                    changes.add(new CounterChange(decision.charge().counter(), change));
                }
            }
        }
        if (changes.isEmpty()) {
            return changed;
        }
        List<StoreResult> results = store.applyAll(changes, budget);
        for (int i = 0; i < results.size(); i++) {
            PolicyDecision asked = changed.get(places.get(i));
            changed.set(places.get(i), new PolicyDecision(asked.charge(), results.get(i), asked.acquired()));
        }
        return changed;
    }

    private PolicyDecision apply(Charge charge, Change change, Supplier<WaitBudget> waiting) {
        StoreResult result = decided(charge, change).orElseGet(() -> store.apply(charge.counter(), change, waiting));
        return new PolicyDecision(charge, result, change instanceof Change.Acquire);
    }

    /** What {@code change} comes to without the store; empty if the store has to be asked. */
    private Optional<StoreResult> decided(Charge charge, Change change) {
        if (change instanceof Change.Query) {
            return withoutStore(charge);
        }
        return change instanceof Change.Refund ? uncounted(charge.policy()) : Optional.empty();
    }

    /** What is decided about {@code charge} without the store; empty if the store has to be asked. */
    private Optional<StoreResult> withoutStore(Charge charge) {
        Policy policy = charge.policy();
        if (overrides.isEmpty() || policy.mode() == Mode.OFF) {
            return uncounted(policy);
        }
        return overrides
                .refusal(policy, storedKey.text(charge.counter().key()), charge.permits())
                .<StoreResult>map(verdict -> new StoreResult.Decided(verdict, Source.DENIAL_CACHE))
                .or(() -> uncounted(policy));
    }

    /** The answer about a policy that counts nothing; empty if it counts. */
    private static Optional<StoreResult> uncounted(Policy policy) {
        return policy.limits().isEmpty() || policy.mode() == Mode.OFF ? NOTHING_COUNTED : Optional.empty();
    }

    @Override
    public Decision acquire(String policy, Key key, long permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("permits must be >= 1, was " + permits);
        }
        return decide(policy, key, Change.acquire(permits), permits);
    }

    @Override
    public Reservation reserveAll(List<Reservation.Part> parts, Duration longest) {
        return reservations.reserve(parts, longest);
    }

    @Override
    public boolean allow(String key, long permits, Duration window) {
        Charge charge = charge(callPolicies.of(permits, window), Key.of(key), 1);
        return apply(charge, Change.acquire(1), budget).allowed();
    }

    @Override
    public Decision peek(String policy, Key key) {
        return decide(policy, key, new Change.Peek(1), 1);
    }

    @Override
    public void reset(String policy, Key key) {
        PolicyDecision unused = decide(policy, key, new Change.Reset(), 1);
    }

    /** Ends the block that the key's own requests began. */
    void unblock(String policy, Key key) {
        PolicyDecision unused = decide(policy, key, new Change.Unblock(), 1);
    }

    private PolicyDecision decide(String name, Key key, Change change, long permits) {
        return apply(charge(requirePolicy(name, key), key, permits), change, budget);
    }

    /**
     * The policy of {@code key} with other limits, which an operator wants.
     *
     * @throws IllegalArgumentException if there is no such policy, or if what was counted would not be found again
     */
    Policy requireChangeable(String name, Key key, List<Limit> limits) {
        Policy policy = requirePolicy(name, key);
        Policy changed = policy.withLimits(limits);
        if (!store.goesOn(policy, changed)) {
            throw new IllegalArgumentException(
                    "policy " + name + " keeps its counters for less time than the windows of " + limits
                            + " need; a limit with such a window has to be configured before a start");
        }
        return changed;
    }

    /** @throws IllegalArgumentException if there is no such policy */
    Policy requirePolicy(String name, Key key) {
        return policies.apply(name, key)
                .or(() -> callPolicies.named(name))
                .orElseThrow(() -> new IllegalArgumentException("no such policy, was \"" + name + "\""));
    }
}
