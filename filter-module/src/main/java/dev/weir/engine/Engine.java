package dev.weir.engine;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.RateLimiter;
import dev.weir.core.Change;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.store.Answer;
import dev.weir.store.CounterStore;
import dev.weir.store.Patience;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Decides charges by asking the store, one charge alone or several all or nothing. Safe for use by many threads. */
public final class Engine implements RateLimiter {

    private final CounterStore store;
    private final StoredKey storedKey;
    private final Function<String, Optional<Policy>> policies;
    private final Supplier<Patience> patience;

    /**
     * An engine over {@code store}.
     *
     * @param policies those that {@link RateLimiter} can be asked for, by name
     * @param patience gives each call of {@link RateLimiter} how long it can wait
     */
    public Engine(
            CounterStore store,
            StoredKey storedKey,
            Function<String, Optional<Policy>> policies,
            Supplier<Patience> patience) {
        this.store = store;
        this.storedKey = storedKey;
        this.policies = policies;
        this.patience = patience;
    }

    /** The patience of one request. */
    public Patience newPatience() {
        return patience.get();
    }

    /** What to charge {@code key} under {@code policy}. */
    public Charge charge(Policy policy, Key key, long permits) {
        return new Charge(policy, storedKey.canonical(key), permits);
    }

    /**
     * Charges all of {@code charges}, or none of them if a policy that enforces refuses its own. The decisions are in the
     * order of the charges; those that did not refuse then say what is left.
     */
    public List<Decided> acquireAll(List<Charge> charges, Patience patience) {
        if (charges.size() == 1) {
            Charge only = charges.get(0);
            return List.of(apply(only, Change.acquire(only.permits()), () -> patience));
        }
        List<Decided> looks = glances(charges);
        if (looks.stream().noneMatch(Decided::refusesForCertain)) {
            looks.replaceAll(
                    look -> apply(look.charge(), new Change.Peek(look.charge().permits()), () -> patience));
        }
        return takeAll(looks, patience);
    }

    /** A key that is known to be refused costs the cluster nothing, whatever other policies the request has. */
    private List<Decided> glances(List<Charge> charges) {
        List<Decided> glances = new ArrayList<>(charges.size());
        for (Charge charge : charges) {
            Answer answer = counts(charge.policy())
                    ? store.glance(charge.counter(), charge.permits())
                    : new Answer.Uncounted(true);
            glances.add(new Decided(charge, answer, false));
        }
        return glances;
    }

    /**
     * What will refuse is asked first, so that nothing has to be given back but when somebody else was quicker; and all that will
     * refuse are asked, because each can begin a block.
     */
    private List<Decided> takeAll(List<Decided> looks, Patience patience) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < looks.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing((Integer i) -> looks.get(i).allowed())
                .thenComparing(i -> looks.get(i).charge().policy().mode() != Mode.ENFORCE));
        List<Decided> decisions = new ArrayList<>(looks);
        List<Decided> taken = new ArrayList<>();
        boolean refused = false;
        for (int i : order) {
            if (refused && looks.get(i).allowed()) {
                break;
            }
            Charge charge = looks.get(i).charge();
            Decided decision = apply(charge, Change.acquire(charge.permits()), () -> patience);
            decisions.set(i, decision);
            if (decision.allowed()) {
                taken.add(decision);
            } else {
                refused = true;
            }
        }
        if (refused) {
            for (Decided refunded : refund(taken, patience)) {
                decisions.replaceAll(each -> each.charge().equals(refunded.charge()) ? refunded : each);
            }
        }
        return decisions;
    }

    /** Gives back what was taken for a request that was refused after all; the decisions then say what is left. */
    public List<Decided> refund(List<Decided> taken, Patience patience) {
        List<Decided> refunded = new ArrayList<>(taken.size());
        for (Decided decision : taken) {
            refunded.add(decision.isCharged() ? refund(decision, patience) : decision);
        }
        return refunded;
    }

    private Decided refund(Decided decision, Patience patience) {
        long takenMillis = decision.verdict().orElseThrow().atMillis();
        Change change = new Change.Refund(decision.charge().permits(), takenMillis);
        Decided refunded = apply(decision.charge(), change, () -> patience);
        // a refund that nobody could count says nothing of the key
        return refunded.unavailable() ? new Decided(decision.charge(), decision.answer(), false) : refunded;
    }

    private Decided apply(Charge charge, Change change, Supplier<Patience> waiting) {
        Policy policy = charge.policy();
        boolean acquired = change instanceof Change.Acquire;
        if (!counts(policy) && !(change instanceof Change.Reset)) {
            return new Decided(charge, new Answer.Uncounted(true), acquired);
        }
        return new Decided(charge, store.apply(charge.counter(), change, waiting), acquired);
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
        Decided unused = decide(policy, key, new Change.Reset(), 1);
    }

    private Decided decide(String name, Key key, Change change, long permits) {
        Policy policy = policies.apply(name)
                .orElseThrow(() -> new IllegalArgumentException("no such policy, was \"" + name + "\""));
        return apply(charge(policy, key, permits), change, patience);
    }
}
