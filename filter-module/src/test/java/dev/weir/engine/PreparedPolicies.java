package dev.weir.engine;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Passes on the policies for which a store is prepared, and counts nothing. */
public record PreparedPolicies(Consumer<Policy> prepared) implements CounterStore {

    @Override
    public StoreResult apply(CounterId id, Change change, Supplier<WaitBudget> budget) {
        return new StoreResult.Undecided(true);
    }

    @Override
    public StoreResult peekLocal(CounterId id, long permits) {
        return new StoreResult.Undecided(true);
    }

    @Override
    public void prepare(Policy policy) {
        prepared.accept(policy);
    }

    @Override
    public void close() {
        // nothing is open
    }
}
