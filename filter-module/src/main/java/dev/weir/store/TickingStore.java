package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.log.RareLog;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A store that is looked after once a second. Safe for use by many threads. */
final class TickingStore implements CounterStore {

    private static final long TICK_SECONDS = 1;
    private static final System.Logger LOG = System.getLogger(TickingStore.class.getName());

    private final CounterStore store;
    private final ScheduledExecutorService ticker;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param ticker runs {@code tick} once a second, until the store is closed */
    TickingStore(CounterStore store, Runnable tick, ScheduledExecutorService ticker, InstantSource clock) {
        this.store = store;
        this.ticker = ticker;
        RareLog problems = new RareLog(LOG, clock);
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
    public Answer apply(CounterId id, Change change, Supplier<Patience> patience) {
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
        if (closed.compareAndSet(false, true)) {
            try {
                Threads.end(ticker);
            } finally {
                store.close();
            }
        }
    }
}
