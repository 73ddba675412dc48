package dev.weir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TickingStoreTest {

    private final MutableClock clock = new MutableClock();
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void close_twice_closesTheStoreOnce() {
        CounterStore store = new TickingStore(new Closeable(), () -> {}, Threads.ticker("weir-test"), clock);
        store.close();
        store.close();
        assertThat(closed).hasValue(1);
    }

    private final class Closeable implements CounterStore {

        @Override
        public Answer apply(CounterId id, Change change, Supplier<Patience> patience) {
            return new Answer.Uncounted(true);
        }

        @Override
        public Answer glance(CounterId id, long permits) {
            return new Answer.Uncounted(true);
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
