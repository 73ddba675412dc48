package dev.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeldSlotsTest {

    private static final CounterId COUNTER =
            new CounterId(Policy.of("api", Algorithm.SLIDING_WINDOW, List.of()), Key.user("alice"));

    private final AtomicInteger freed = new AtomicInteger();

    private SharedSlot slot() {
        return new SharedSlot(() -> freed.incrementAndGet() > 0);
    }

    @Test
    void end_twice_freesOnce() {
        HeldSlots slots = HeldSlots.ofCall();
        slots.hold(COUNTER, slot());
        assertThat(slots.isEmpty()).isFalse();
        slots.end();
        slots.end();
        assertThat(freed).hasValue(1);
        assertThat(slots.isEmpty()).isTrue();
    }

    @Test
    void hold_afterTheEnd_freesAtOnce() {
        HeldSlots slots = HeldSlots.ofCall();
        slots.end();
        slots.hold(COUNTER, slot());
        assertThat(freed).hasValue(1);
    }

    @Test
    void hold_responseWhoseEndIsNotTold_freesAtOnce() {
        HeldSlots.ofResponse().hold(COUNTER, slot());
        assertThat(freed).hasValue(1);
    }

    @Test
    void free_response_canHoldAgain() {
        HeldSlots slots = HeldSlots.ofResponse();
        slots.open();
        slots.hold(COUNTER, slot());
        slots.free();
        assertThat(freed).hasValue(1);
        slots.hold(COUNTER, slot());
        assertThat(freed).hasValue(1);
        slots.end();
        assertThat(freed).hasValue(2);
    }

    @Test
    void leave_lastOfThree_frees() {
        SharedSlot shared = slot();
        assertThat(shared.join()).isTrue();
        assertThat(shared.join()).isTrue();
        shared.leave();
        shared.leave();
        assertThat(freed).hasValue(0);
        shared.leave();
        assertThat(freed).hasValue(1);
        assertThat(shared.join()).as("freed already").isFalse();
    }

    @Test
    void end_fromManyThreads_freesOnce() throws InterruptedException, ExecutionException {
        int rounds = 2_000;
        CyclicBarrier together = new CyclicBarrier(3);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 1; round <= rounds; round++) {
                HeldSlots slots = HeldSlots.ofResponse();
                slots.open();
                SharedSlot shared = slot();
                List<Future<?>> ends = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    ends.add(threads.submit(() -> {
                        together.await();
                        slots.end();
                        return 0;
                    }));
                }
                await(together);
                slots.hold(COUNTER, shared);
                for (Future<?> each : ends) {
                    each.get();
                }
                assertThat(freed).hasValue(round);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CyclicBarrier barrier) throws InterruptedException {
        try {
            barrier.await();
        } catch (BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
