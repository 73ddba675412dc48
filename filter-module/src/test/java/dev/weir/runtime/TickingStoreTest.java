package dev.weir.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.weir.MutableClock;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.lifecycle.Threads;
import dev.weir.store.CounterChange;
import dev.weir.store.CounterId;
import dev.weir.store.CounterStore;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TickingStoreTest {

    private static final List<StoreResult> ALL_AT_ONCE = List.of(new StoreResult.Undecided(true));

    private final MutableClock clock = new MutableClock();
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void close_twice_closesTheStoreOnce() {
        CounterStore store = new TickingStore(new Closeable(), () -> {}, Threads.ticker("weir-test"), clock);
        store.close();
        store.close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void applyAll_passesAllOnAtOnce() {
        CounterStore store = new TickingStore(new Closeable(), () -> {}, Threads.ticker("weir-test"), clock);
        assertThat(store.applyAll(List.of(), new WaitBudget(0, () -> 0))).isEqualTo(ALL_AT_ONCE);
        store.close();
    }

    @Test
    void tick_error_isRunAgain() {
        AtomicReference<Runnable> scheduled = new AtomicReference<>();
        AtomicInteger ticks = new AtomicInteger();
        ScheduledThreadPoolExecutor ticker = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> scheduleWithFixedDelay(
                    Runnable task, long initialDelay, long delay, TimeUnit unit) {
                scheduled.set(task);
                return super.schedule(() -> {}, 0, unit);
            }
        };
        CounterStore store = new TickingStore(
                new Closeable(),
                () -> {
                    ticks.incrementAndGet();
                    throw new LinkageError("a class of the application is gone");
                },
                ticker,
                clock);
        assertThatCode(scheduled.get()::run).doesNotThrowAnyException();
        assertThat(ticks).hasValue(1);
        store.close();
        assertThat(ticker.isTerminated()).isTrue();
    }

    private final class Closeable implements CounterStore {

        @Override
        public StoreResult apply(CounterId id, Change change, Supplier<WaitBudget> budget) {
            return new StoreResult.Undecided(true);
        }

        @Override
        public List<StoreResult> applyAll(List<CounterChange> changes, WaitBudget budget) {
            return ALL_AT_ONCE;
        }

        @Override
        public StoreResult peekLocal(CounterId id, long permits) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void prepare(Policy policy) {
            // nothing to prepare
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
