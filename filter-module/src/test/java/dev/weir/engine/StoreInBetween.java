package dev.weir.engine;

import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Notes every change on its way to another store, and does something before the first acquire. */
final class StoreInBetween implements CounterStore {

    final List<String> changes = new ArrayList<>();
    private final CounterStore store;
    /** Whether a glance at a key that is refused is as certain as it is in a cluster. */
    boolean remembersRefusals;

    /** Whether no refund is counted, as while a cluster does not answer. */
    boolean losesRefunds;

    private Runnable beforeFirstAcquire = () -> {};

    StoreInBetween(CounterStore store) {
        this.store = store;
    }

    void beforeFirstAcquire(Runnable action) {
        beforeFirstAcquire = action;
    }

    @Override
    public StoreResult apply(CounterId id, Change change, Supplier<WaitBudget> budget) {
        changes.add(change.getClass().getSimpleName() + " " + id.policy().name());
        if (change instanceof Change.Acquire) {
            Runnable action = beforeFirstAcquire;
            beforeFirstAcquire = () -> {};
            action.run();
        }
        return losesRefunds && change instanceof Change.Refund
                ? new StoreResult.Undecided(false)
                : store.apply(id, change, budget);
    }

    @Override
    public StoreResult peekLocal(CounterId id, long permits) {
        StoreResult answer = store.peekLocal(id, permits);
        return remembersRefusals && answer instanceof StoreResult.Decided decided && !decided.allowed()
                ? new StoreResult.Decided(decided.verdict(), Source.DENIAL_CACHE)
                : answer;
    }

    @Override
    public void prepare(Policy policy) {
        store.prepare(policy);
    }

    @Override
    public void close() {
        store.close();
    }
}
