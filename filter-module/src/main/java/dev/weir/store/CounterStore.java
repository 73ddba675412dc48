package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import java.util.function.Supplier;

/** Keeps one state per policy and key, and changes it atomically. Safe for use by many threads. */
public interface CounterStore extends AutoCloseable {

    /**
     * Applies {@code change} to the state of {@code id}.
     *
     * @param budget how long the caller can wait for the cluster, asked for only if it comes to that; what is waited here is
     *     taken from it
     * @return what was decided; never waits longer, and never fails because the cluster does
     */
    StoreResult apply(CounterId id, Change change, Supplier<WaitBudget> budget);

    /**
     * How {@code id} stands with an acquire of {@code permits}, as far as this instance knows: takes nothing, and asks no other. A
     * refusal of {@link dev.weir.Source#DENIAL_CACHE} is certain, all else can have changed.
     */
    StoreResult.Decided peekLocal(CounterId id, long permits);

    /** Says that {@code policy} will be asked for, so that its cache exists before the first request needs it. */
    void prepare(Policy policy);

    /** Lets go of what the store holds of the cluster. */
    @Override
    void close();
}
