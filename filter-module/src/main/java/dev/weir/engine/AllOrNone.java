package dev.weir.engine;

import dev.weir.core.Change;
import dev.weir.store.CounterChange;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Decides several charges of one request, of which all or none are taken. Safe for use by many threads. */
final class AllOrNone {

    private final CounterStore store;
    private final WithoutStore withoutStore;

    AllOrNone(CounterStore store, WithoutStore withoutStore) {
        this.store = store;
        this.withoutStore = withoutStore;
    }

    /** The decisions about {@code charges}, two or more, in their order. */
    List<PolicyDecision> decide(List<Charge> charges, WaitBudget budget) {
        List<PolicyDecision> views = localViews(charges);
        if (views.stream().noneMatch(PolicyDecision::refusesForCertain)) {
            views = change(views, PolicyDecision::isNearLimit, PolicyDecision::toPeek, budget);
        }
        return takeAll(views, budget);
    }

    /**
     * Returns what this instance knows of each of {@code charges}, without taking anything: a key that is known to be
     * refused causes no access to the cluster, whatever other policies the request has.
     */
    List<PolicyDecision> localViews(List<Charge> charges) {
        List<PolicyDecision> views = new ArrayList<>(charges.size());
        for (Charge charge : charges) {
            StoreResult result =
                    withoutStore.view(charge).orElseGet(() -> store.peekLocal(charge.counter(), charge.permits()));
            views.add(new PolicyDecision(charge, result, false));
        }
        return views;
    }

    /**
     * Takes all charges: first those that are expected to refuse, all of them, because each can begin a block; then the
     * others. A refund is needed only if more was used than the views say.
     */
    private List<PolicyDecision> takeAll(List<PolicyDecision> views, WaitBudget budget) {
        List<PolicyDecision> decisions = change(views, view -> !view.allowed(), PolicyDecision::toAcquire, budget);
        if (decisions.stream().allMatch(PolicyDecision::allowed)) {
            decisions = change(decisions, view -> !view.acquired(), PolicyDecision::toAcquire, budget);
        }
        return decisions.stream().allMatch(PolicyDecision::allowed) ? decisions : refund(decisions, budget);
    }

    /** Refunds what was taken for a request that another policy refused; the decisions then report what is left. */
    List<PolicyDecision> refund(List<PolicyDecision> decisions, WaitBudget budget) {
        List<PolicyDecision> refunded = change(decisions, PolicyDecision::isCharged, PolicyDecision::toRefund, budget);
        for (int i = 0; i < refunded.size(); i++) {
            PolicyDecision taken = decisions.get(i);
            if (taken.isCharged() && refunded.get(i).unavailable()) {
                // the result of a refund that could not be counted has no information about the key
                refunded.set(i, new PolicyDecision(taken.charge(), taken.answer(), false));
            }
        }
        return refunded;
    }

    /** Makes each of {@code changes} to the counter of the charge at the same place. */
    void correct(List<Charge> charges, List<Change> changes, WaitBudget budget) {
        List<CounterChange> corrections = new ArrayList<>(charges.size());
        for (int i = 0; i < charges.size(); i++) {
            corrections.add(new CounterChange(charges.get(i).counter(), changes.get(i)));
        }
        var unused = store.applyAll(corrections, budget);
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
                Optional<StoreResult> known = withoutStore.result(decision.charge(), change);
                changed.set(
                        i,
                        new PolicyDecision(
                                decision.charge(), known.orElse(WithoutStore.UNCOUNTED), Change.takes(change)));
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
}
