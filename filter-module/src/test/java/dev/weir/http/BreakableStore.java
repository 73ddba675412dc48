package dev.weir.http;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.Answer;
import dev.weir.store.CounterId;
import dev.weir.store.CounterStore;
import dev.weir.store.Patience;
import java.util.function.Supplier;

/** A store that throws while it is broken, as none should; it counts what it is asked. */
final class BreakableStore implements CounterStore {

    private final CounterStore store;
    boolean broken;
    int operations;
    /** Runs while the store is asked. */
    Runnable asked = () -> {};

    BreakableStore(CounterStore store) {
        this.store = store;
    }

    @Override
    public Answer apply(CounterId id, Change change, Supplier<Patience> patience) {
        operations++;
        asked.run();
        if (broken) {
            throw new IllegalStateException("the store is broken");
        }
        return store.apply(id, change, patience);
    }

    @Override
    public Answer glance(CounterId id, long permits) {
        return store.glance(id, permits);
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
