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

/** Decides charges by asking the store, one charge alone or several all or nothing. Safe for use by many threads. */
public final class Engine implements RateLimiter {

    private final CounterStore store;
    private final KeyCodec storedKey;
    private final Function<String, Optional<Policy>> policies;
    private final Supplier<WaitBudget> budget;

    /**
     * An engine over {@code store}.
     *
     * @param policies those that {@link RateLimiter} can be asked for, by name
     * @param budget gives each call of {@link RateLimiter} how long it can wait
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

    /** The wait budget of one request. */
    public WaitBudget newBudget() {
        return budget.get();
    }

    /** What to charge {@code key} under {@code policy}. */
    public Charge charge(Policy policy, Key key, long permits) {
        return new Charge(policy, storedKey.canonical(key), permits);
    }

    /**
     * Charges all of {@code charges}, or none of them if a policy that enforces refuses its own. The decisions are in the
     * order of the charges; those that did not refuse then say what is left.
     */
    public List<PolicyDecision> acquireAll(List<Charge> charges, WaitBudget budget) {
        if (charges.size() == 1) {
            Charge only = charges.get(0);
            return List.of(apply(only, Change.acquire(only.permits()), () -> budget));
        }
        List<PolicyDecision> looks = localViews(charges);
        if (looks.stream().noneMatch(PolicyDecision::refusesForCertain)) {
            looks.replaceAll(
                    look -> apply(look.charge(), new Change.Peek(look.charge().permits()), () -> budget));
        }
        return takeAll(looks, budget);
    }

    /** A key that is known to be refused costs the cluster nothing, whatever other policies the request has. */
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
     * What will refuse is asked first, so that nothing has to be given back but when somebody else was quicker; and all that will
     * refuse are asked, because each can begin a block.
     */
    private List<PolicyDecision> takeAll(List<PolicyDecision> looks, WaitBudget budget) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < looks.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing((Integer i) -> looks.get(i).allowed())
                .thenComparing(i -> looks.get(i).charge().policy().mode() != Mode.ENFORCE));
        List<PolicyDecision> decisions = new ArrayList<>(looks);
        List<PolicyDecision> taken = new ArrayList<>();
        boolean refused = false;
        for (int i : order) {
            if (refused && looks.get(i).allowed()) {
                break;
            }
            Charge charge = looks.get(i).charge();
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

    /** Gives back what was taken for a request that was refused after all; the decisions then say what is left. */
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
        // a refund that nobody could count says nothing of the key
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
