package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Keeps one state per policy and key, and changes it atomically. Safe for use by many threads. */
public interface CounterStore extends AutoCloseable {

    /**
     * Applies {@code change} to the state of {@code id}.
     *
     * @param budget how long the caller can wait for the cluster; called only if waiting is necessary, and reduced by
     *     the time waited
     * @return what was decided; a failure of the cluster is never thrown
     */
    StoreResult apply(CounterId id, Change change, Supplier<WaitBudget> budget);

    /**
     * Applies each of {@code changes}, whatever becomes of the others; they are not one transaction. A store that waits
     * begins all of them before it waits for any, so that together they take no longer than the slowest. A store that
     * never waits applies one after the other, as this does.
     *
     * @param budget how long the caller can wait for all of them, reduced by the time waited
     * @return what was decided, in the order of the changes
     */
    default List<StoreResult> applyAll(List<CounterChange> changes, WaitBudget budget) {
        List<StoreResult> results = new ArrayList<>(changes.size());
        for (CounterChange each : changes) {
            results.add(apply(each.id(), each.change(), () -> budget));
        }
        return results;
    }

    /**
     * What an acquire of {@code permits} would be told by what this instance has in memory. Takes nothing and never
     * waits. A refusal of {@link dev.weir.Source#DENIAL_CACHE} is certain; any other result can be out of date.
     */
    StoreResult peekLocal(CounterId id, long permits);

    /**
     * Whether what was counted under {@code policy} is found again under {@code changed}, which has the same name: a
     * store can have a place for each length of time for which counters are kept.
     */
    default boolean goesOn(Policy policy, Policy changed) {
        return true;
    }

    /** Opens the cache that {@code policy} needs, before the first request does. */
    void prepare(Policy policy);

    /** Settles with the cluster as far as it answers in time, and releases it. */
    @Override
    void close();
}
