package dev.weir.http;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import java.util.function.Supplier;

/** A store that throws while it is broken, as none should; it counts what it is asked. */
final class BreakableStore implements CounterStore {

    private final CounterStore store;
    boolean broken;
    int operations;
    /** Runs while the store is asked. */
    Runnable asked = () -> {};
    /** Runs when the store has decided, before the answer arrives. */
    Runnable answered = () -> {};

    BreakableStore(CounterStore store) {
        this.store = store;
    }

    @Override
    public StoreResult apply(CounterId id, Change change, Supplier<WaitBudget> budget) {
        operations++;
        asked.run();
        if (broken) {
            throw new IllegalStateException("the store is broken");
        }
        StoreResult result = store.apply(id, change, budget);
        answered.run();
        return result;
    }

    @Override
    public StoreResult peekLocal(CounterId id, long permits) {
        return store.peekLocal(id, permits);
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
