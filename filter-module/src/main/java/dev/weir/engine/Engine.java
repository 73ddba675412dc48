package dev.weir.engine;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.RateLimiter;
import dev.weir.core.Change;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Decides charges by calls of the store: a single charge, or several of which all or none are taken. Safe for use by
 * many threads.
 */
public final class Engine implements RateLimiter {

    private final CounterStore store;
    private final KeyCodec storedKey;
    private final Function<String, Optional<Policy>> policies;
    private final Supplier<WaitBudget> budget;

    /**
     * Creates an engine over {@code store}.
     *
     * @param policies the policies that are available to {@link RateLimiter}, by name
     * @param budget provides the wait budget of each call of {@link RateLimiter}
     */
    public Engine(
            CounterStore store,
            KeyCodec storedKey,
            Function<String, Optional<Policy>> policies,
            Supplier<WaitBudget> budget) {
        this.store = store;
        this.storedKey = storedKey;
        this.policies = policies;
        this.budget = budget;
    }

    /** Returns the wait budget of one request. */
    public WaitBudget newBudget() {
        return budget.get();
    }

    /** Returns the charge of {@code key} under {@code policy}. */
    public Charge charge(Policy policy, Key key, long permits) {
        return new Charge(policy, storedKey.canonical(key), permits);
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
            views.replaceAll(
                    view -> apply(view.charge(), new Change.Peek(view.charge().permits()), () -> budget));
        }
        return takeAll(views, budget);
    }

    /**
     * Reads the local views of this instance: a key that is known to be refused causes no access to the
     * cluster, whatever other policies the request has.
     */
    private List<PolicyDecision> localViews(List<Charge> charges) {
        List<PolicyDecision> views = new ArrayList<>(charges.size());
        for (Charge charge : charges) {
            StoreResult result = counts(charge.policy())
                    ? store.peekLocal(charge.counter(), charge.permits())
                    : new StoreResult.Undecided(true);
            views.add(new PolicyDecision(charge, result, false));
        }
        return views;
    }

    /**
     * Takes all charges. Those that are expected to refuse come first, so that a refund is needed only if another
     * request took the permits meanwhile. All that are expected to refuse are tried, because each can begin a block.
     */
    private List<PolicyDecision> takeAll(List<PolicyDecision> views, WaitBudget budget) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < views.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing((Integer i) -> views.get(i).allowed())
                .thenComparing(i -> views.get(i).charge().policy().mode() != Mode.ENFORCE));
        List<PolicyDecision> decisions = new ArrayList<>(views);
        List<PolicyDecision> taken = new ArrayList<>();
        boolean refused = false;
        for (int i : order) {
            if (refused && views.get(i).allowed()) {
                break;
            }
            Charge charge = views.get(i).charge();
            PolicyDecision decision = apply(charge, Change.acquire(charge.permits()), () -> budget);
            decisions.set(i, decision);
            if (decision.allowed()) {
                taken.add(decision);
            } else {
                refused = true;
            }
        }
        if (refused) {
            for (PolicyDecision refunded : refund(taken, budget)) {
                decisions.replaceAll(each -> each.charge().equals(refunded.charge()) ? refunded : each);
            }
        }
        return decisions;
    }

    /** Refunds what was taken for a request that another policy refused; the decisions then report what is left. */
    public List<PolicyDecision> refund(List<PolicyDecision> taken, WaitBudget budget) {
        List<PolicyDecision> refunded = new ArrayList<>(taken.size());
        for (PolicyDecision decision : taken) {
            refunded.add(decision.isCharged() ? refund(decision, budget) : decision);
        }
        return refunded;
    }

    private PolicyDecision refund(PolicyDecision decision, WaitBudget budget) {
        long takenMillis = decision.verdict().orElseThrow().atMillis();
        Change change = new Change.Refund(decision.charge().permits(), takenMillis);
        PolicyDecision refunded = apply(decision.charge(), change, () -> budget);
        // the result of a refund that could not be counted has no information about the key
        return refunded.unavailable() ? new PolicyDecision(decision.charge(), decision.answer(), false) : refunded;
    }

    private PolicyDecision apply(Charge charge, Change change, Supplier<WaitBudget> waiting) {
        Policy policy = charge.policy();
        boolean acquired = change instanceof Change.Acquire;
        if (!counts(policy) && !(change instanceof Change.Reset)) {
            return new PolicyDecision(charge, new StoreResult.Undecided(true), acquired);
        }
        return new PolicyDecision(charge, store.apply(charge.counter(), change, waiting), acquired);
    }

    private static boolean counts(Policy policy) {
        return !policy.limits().isEmpty() && policy.mode() != Mode.OFF;
    }

    @Override
    public Decision acquire(String policy, Key key, long permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("permits must be >= 1, was " + permits);
        }
        return decide(policy, key, Change.acquire(permits), permits);
    }

    @Override
    public Decision peek(String policy, Key key) {
        return decide(policy, key, new Change.Peek(1), 1);
    }

    @Override
    public void reset(String policy, Key key) {
        PolicyDecision unused = decide(policy, key, new Change.Reset(), 1);
    }

    private PolicyDecision decide(String name, Key key, Change change, long permits) {
        Policy policy = policies.apply(name)
                .orElseThrow(() -> new IllegalArgumentException("no such policy, was \"" + name + "\""));
        return apply(charge(policy, key, permits), change, budget);
    }
}
