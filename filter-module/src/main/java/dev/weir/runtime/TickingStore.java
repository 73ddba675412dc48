package dev.weir.runtime;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.lifecycle.Threads;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.CounterChange;
import dev.weir.store.CounterId;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A store that is maintained once a second. Safe for use by many threads. */
final class TickingStore implements CounterStore {

    private static final long TICK_SECONDS = 1;
    private static final System.Logger LOG = System.getLogger(TickingStore.class.getName());

    private final CounterStore store;
    private final ScheduledExecutorService ticker;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param ticker runs {@code tick} once a second until the store is closed */
    TickingStore(CounterStore store, Runnable tick, ScheduledExecutorService ticker, InstantSource clock) {
        this.store = store;
        this.ticker = ticker;
        OncePerMinuteLog problems = new OncePerMinuteLog(LOG, clock);
        var unused = ticker.scheduleWithFixedDelay(
                () -> {
                    try {
                        tick.run();
                    } catch (RuntimeException | Error e) {
                        // a task that throws is never run again
                        problems.warn("cannot look after the counters", e);
                    }
                },
                TICK_SECONDS,
                TICK_SECONDS,
                TimeUnit.SECONDS);
    }

    @Override
    public StoreResult apply(CounterId id, Change change, Supplier<WaitBudget> budget) {
        return store.apply(id, change, budget);
    }

    @Override
    public List<StoreResult> applyAll(List<CounterChange> changes, WaitBudget budget) {
        return store.applyAll(changes, budget);
    }

    @Override
    public StoreResult peekLocal(CounterId id, long permits) {
        return store.peekLocal(id, permits);
    }

    @Override
    public boolean goesOn(Policy policy, Policy changed) {
        return store.goesOn(policy, changed);
    }

    @Override
    public void prepare(Policy policy) {
        store.prepare(policy);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                Threads.end(ticker);
            } finally {
                store.close();
            }
        }
    }
}
