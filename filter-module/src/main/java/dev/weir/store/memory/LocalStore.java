package dev.weir.store.memory;

import dev.weir.core.Block;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.store.CounterId;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.function.Supplier;

/** Counters in the memory of this instance, up to a maximum. Safe for use by many threads. */
public final class LocalStore implements CounterStore {

    private final InstantSource clock;
    private final KeyTable<LocalCounter> counters;

    /** A store of at most {@code maxKeys} keys, and as many that are refused. */
    public LocalStore(InstantSource clock, long maxKeys) {
        this.clock = clock;
        this.counters = new KeyTable<>(clock, maxKeys, LocalCounter::new, evicted -> {});
    }

    @Override
    public StoreResult apply(CounterId id, Change change, Supplier<WaitBudget> budget) {
        return applyFrom(() -> State.EMPTY, id, change);
    }

    @Override
    public StoreResult.Decided peekLocal(CounterId id, long permits) {
        return applyFrom(() -> State.EMPTY, id, new Change.Peek(permits));
    }

    /** Applies {@code change}; a key without a counter here starts from {@code start}. */
    public StoreResult.Decided applyFrom(Supplier<State> start, CounterId id, Change change) {
        long now = clock.millis();
        StoreResult.Decided result = null;
        while (result == null) {
            LocalCounter counter = counters.get(id);
            result = counter.tryDecide(id.policy(), change, now) instanceof StoreResult.Decided decided
                    ? decided
                    : counter.count(start, id, change, now);
        }
        return result;
    }

    /** The block of a counter. */
    public Block block(CounterId id) {
        return counters.get(id).lastSeen().block();
    }

    /** Forgets a counter; the next request of its key starts afresh. */
    public void forget(CounterId id) {
        counters.remove(id);
    }

    /** Evicts fully recovered counters. */
    public void sweep() {
        counters.sweep();
    }

    /** The present. */
    public long nowMillis() {
        return clock.millis();
    }

    /** How many keys are blocked. Looks at each. */
    public long blocked() {
        return counters.blocked();
    }

    /** The counters at present, and some that come or go meanwhile. */
    public Iterator<CounterId> ids() {
        return counters.ids();
    }

    /** How many keys made room for others so far. */
    public long evictions() {
        return counters.evictions();
    }

    /** How many keys are held. */
    public long size() {
        return counters.size();
    }

    @Override
    public void prepare(Policy policy) {
        // a map needs no preparation
    }

    @Override
    public void close() {
        // nothing is held but memory
    }
}
