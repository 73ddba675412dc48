package dev.weir.engine;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.RateLimiter;
import dev.weir.Reservation;
import dev.weir.Slot;
import dev.weir.adaptive.Adaptation;
import dev.weir.core.Change;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.override.Overrides;
import dev.weir.spi.Enforcement;
import dev.weir.spi.PermitCounter;
import dev.weir.spi.TakenPermits;
import dev.weir.store.CounterStore;
import dev.weir.store.Slots;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Decides charges by calls of the store: a single charge, or several of which all or none are taken. Safe for use by
 * many threads.
 */
public final class Engine implements RateLimiter, PermitCounter {

    private static final System.Logger LOG = System.getLogger(Engine.class.getName());

    private final CounterStore store;
    private final KeyCodec storedKey;
    private final BiFunction<String, Key, Optional<Policy>> policies;
    private final CallPolicies callPolicies;
    private final Supplier<WaitBudget> budget;
    private final Supplier<WaitBudget> callBudget;
    private final Overrides overrides;
    private final AdaptiveCharges adaptive;
    private final WithoutStore withoutStore;
    private final AllOrNone allOrNone;
    private final DecisionListener listener;
    private final Reservations reservations;
    private final Concurrency concurrency;

    /** Creates an engine whose limits are not changed at run time, nor adaptive. */
    public Engine(
            CounterStore store,
            Slots slots,
            KeyCodec storedKey,
            BiFunction<String, Key, Optional<Policy>> policies,
            CallPolicies callPolicies,
            Supplier<WaitBudget> budget) {
        this(
                store,
                slots,
                storedKey,
                policies,
                callPolicies,
                budget,
                Overrides.none(),
                Adaptation.none(),
                DecisionListener.NONE);
    }

    /**
     * Creates an engine over {@code store}.
     *
     * @param slots the slots of the same counters
     * @param policies the policies that are available to {@link RateLimiter}, by name, with the limits of a key's tier
     * @param callPolicies the policies of {@link RateLimiter#allow}
     * @param budget provides the wait budget of each call of {@link RateLimiter}
     * @param overrides what was changed at run time
     * @param adaptation what limits are worth at present
     * @param listener is told of each final decision
     */
    public Engine(
            CounterStore store,
            Slots slots,
            KeyCodec storedKey,
            BiFunction<String, Key, Optional<Policy>> policies,
            CallPolicies callPolicies,
            Supplier<WaitBudget> budget,
            Overrides overrides,
            Adaptation adaptation,
            DecisionListener listener) {
        this.store = store;
        this.storedKey = storedKey;
        this.policies = policies;
        this.callPolicies = callPolicies;
        this.budget = budget;
        this.callBudget = () -> budget.get().reportingTo(nanos -> listener.took(0, nanos));
        this.overrides = overrides;
        this.adaptive = new AdaptiveCharges(store, storedKey, adaptation);
        this.withoutStore = new WithoutStore(overrides, storedKey);
        this.allOrNone = new AllOrNone(store, withoutStore);
        this.listener = listener;
        this.reservations = new Reservations(
                this, overrides.clock(), new OpenReservations(), new OncePerMinuteLog(LOG, overrides.clock()));
        this.concurrency = new Concurrency(slots);
    }

    /** Takes the slots of charges. */
    public Concurrency concurrency() {
        return concurrency;
    }

    /** Is told of what becomes of requests besides. */
    public DecisionListener listener() {
        return listener;
    }

    /** Returns the wait budget of one request. */
    public WaitBudget newBudget() {
        return budget.get();
    }

    /**
     * Returns the charge of {@code key} under {@code policy}, or under the limits that an operator has set, as far as
     * the key has them at present.
     */
    public Charge charge(Policy policy, Key key, long permits) {
        Key canonical = storedKey.canonical(key);
        Policy limited = overrides.isEmpty() ? policy : overrides.limited(policy, storedKey.text(canonical));
        return adaptive.charge(limited, canonical, permits);
    }

    /** Returns what stands for a principal among those who share the key of {@code charge}. */
    public String entry(Charge charge, String principal) {
        return storedKey.entry(charge.counter().key(), principal);
    }

    /**
     * Charges all of {@code charges}, or none of them if a policy that enforces refuses its own. The decisions are in
     * the order of the charges; after a refusal, the decisions that did not refuse report what is left. The caller
     * passes them to the {@link #listener} when they are final.
     */
    public List<PolicyDecision> acquireAll(List<Charge> charges, WaitBudget budget) {
        long began = listener.begin();
        long spent = budget.spentNanos();
        List<PolicyDecision> decisions = adaptive.judged(decideAll(charges, budget));
        listener.took(began, budget.spentNanos() - spent);
        return decisions;
    }

    private List<PolicyDecision> decideAll(List<Charge> charges, WaitBudget budget) {
        if (charges.size() == 1) {
            Charge only = charges.get(0);
            return List.of(apply(only, only.toTake(), () -> budget));
        }
        return allOrNone.decide(charges, budget);
    }

    /**
     * Returns what this instance knows of each of {@code charges}, without taking anything: a key that is known to be
     * refused causes no access to the cluster, whatever other policies the request has.
     */
    public List<PolicyDecision> localViews(List<Charge> charges) {
        return allOrNone.localViews(charges);
    }

    /** Refunds what was taken for a request that another policy refused; the decisions then report what is left. */
    public List<PolicyDecision> refund(List<PolicyDecision> decisions, WaitBudget budget) {
        return allOrNone.refund(decisions, budget);
    }

    /** The application has answered with {@code status} the request about which {@code decisions} were made. */
    public void answered(List<PolicyDecision> decisions, int status) {
        adaptive.answered(decisions, status);
    }

    /**
     * Makes each of {@code changes} to the counter of the charge at the same place, for at most the wait budget of a
     * request.
     */
    void correct(List<Charge> charges, List<Change> changes) {
        allOrNone.correct(charges, changes, newBudget());
    }

    private PolicyDecision apply(Charge charge, Change change, Supplier<WaitBudget> waiting) {
        StoreResult result =
                withoutStore.result(charge, change).orElseGet(() -> store.apply(charge.counter(), change, waiting));
        return new PolicyDecision(charge, result, Change.takes(change));
    }

    @Override
    public Decision acquire(String policy, Key key, long permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("permits must be >= 1, was " + permits);
        }
        return acquire(charge(requirePolicy(policy, key), key, permits));
    }

    @Override
    public Reservation reserveAll(List<Reservation.Part> parts, Duration longest) {
        return reservations.reserve(parts, longest);
    }

    @Override
    public TakenPermits take(List<Reservation.Part> parts, Duration inFlight) {
        return reservations.take(parts, inFlight, policy -> true);
    }

    @Override
    public TakenPermits take(List<Reservation.Part> parts, Duration inFlight, Set<String> held) {
        return reservations.take(parts, inFlight, held::contains);
    }

    @Override
    public Slot slot(String policy, Key key) {
        Charge charge = charge(requirePolicy(policy, key), key, 1);
        if (!Concurrency.limits(charge)) {
            throw new IllegalArgumentException("the policy has no concurrency, was \"" + policy + '"');
        }
        if (charge.policy().mode() == Mode.OFF) {
            return TakenSlot.of(Concurrency.Taken.NOTHING);
        }
        return withoutStore
                .view(charge)
                .map(answer -> new PolicyDecision(charge, answer, false))
                .filter(byOperator -> !byOperator.allowed())
                .map(TakenSlot::refused)
                .orElseGet(() -> TakenSlot.of(concurrency.take(List.of(charge), newBudget())));
    }

    @Override
    public boolean allow(String key, long permits, Duration window) {
        return acquire(charge(callPolicies.of(permits, window), Key.of(key), 1)).allowed();
    }

    private PolicyDecision acquire(Charge charge) {
        Change change = Change.acquire(charge.permits());
        PolicyListener told = listener.of(charge.policy());
        long began = listener.begin();
        PolicyDecision decision =
                began == 0 ? adaptive.judged(apply(charge, change, callBudget)) : timed(charge, change, began);
        told.decided(decision);
        return decision;
    }

    /** Apart from the others, which are nearly all, so that these are compiled without it. */
    private PolicyDecision timed(Charge charge, Change change, long began) {
        WaitBudget own = budget.get();
        PolicyDecision decision = adaptive.judged(apply(charge, change, () -> own));
        listener.took(began, own.spentNanos());
        return decision;
    }

    @Override
    public PolicyDecision peek(String policy, Key key) {
        return decide(policy, key, new Change.Peek(1), 1);
    }

    @Override
    public void reset(String policy, Key key) {
        PolicyDecision unused = change(policy, key, new Change.Reset());
    }

    /** Makes a change of an operator. Returns what the store said. */
    PolicyDecision change(String policy, Key key, Change change) {
        PolicyDecision changed = decide(policy, key, change, 1);
        if (change instanceof Change.Reset) {
            adaptive.forgive(changed.charge());
        }
        listener.changed(changed);
        return changed;
    }

    private PolicyDecision decide(String name, Key key, Change change, long permits) {
        return apply(charge(requirePolicy(name, key), key, permits), change, budget);
    }

    /** See {@link CounterStore#goesOn}. */
    boolean goesOn(Policy policy, Policy changed) {
        return store.goesOn(policy, changed);
    }

    /**
     * The limits by which {@code key} is counted at present; none if the policy is off.
     *
     * @throws IllegalArgumentException if there is no such policy
     */
    public List<Limit> limits(String policy, Key key) {
        Policy counted = charge(requirePolicy(policy, key), key, 1).policy();
        return counted.mode() == Mode.OFF ? List.of() : counted.limits();
    }

    /** How {@code policy} treats {@code key} at present. */
    public Enforcement enforcement(String policy, Key key) {
        Charge charge = charge(requirePolicy(policy, key), key, 1);
        return charge.policy().mode() == Mode.OFF
                ? new Enforcement(false, Optional.empty(), 0)
                : new Enforcement(charge.enforced(), charge.policy().concurrency(), concurrency.held(charge));
    }

    /** @throws IllegalArgumentException if there is no such policy */
    Policy requirePolicy(String name, Key key) {
        return policies.apply(name, key)
                .or(() -> callPolicies.named(name))
                .orElseThrow(() -> new IllegalArgumentException("no such policy, was \"" + name + "\""));
    }
}
