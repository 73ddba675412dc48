package dev.weir.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.MutableClock;
import dev.weir.Source;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import dev.weir.store.Slots;
import dev.weir.store.WaitBudget;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalSlotsTest {

    private static final CounterId ALICE = counter("alice");

    private final LocalSlots slots = new LocalSlots(new MutableClock(), 2);

    private static CounterId counter(String user) {
        return new CounterId(Policy.of("api", Algorithm.SLIDING_WINDOW, List.of()), Key.user(user));
    }

    private Slots.Result take(CounterId id, int most) {
        return slots.take(id, most, new WaitBudget(0, () -> 0));
    }

    @Test
    void take_upToMost_isTakenAndThenFull() {
        for (int i = 0; i < 3; i++) {
            assertThat(slots.isFull(ALICE, 3)).isFalse();
            assertThat(take(ALICE, 3)).isInstanceOf(Slots.Taken.class);
        }
        assertThat(take(ALICE, 3)).isEqualTo(new Slots.Full(Source.LOCAL));
        assertThat(slots.isFull(ALICE, 3)).isTrue();
        assertThat(slots.held(ALICE)).isEqualTo(3);
        assertThat(take(ALICE, 4)).as("more are allowed by now").isInstanceOf(Slots.Taken.class);
        assertThat(take(counter("bob"), 1)).as("another key").isInstanceOf(Slots.Taken.class);
    }

    @Test
    void free_twice_freesOnce() {
        assertThat(take(ALICE, 2)).isInstanceOf(Slots.Taken.class);
        Slots.Slot slot = ((Slots.Taken) take(ALICE, 2)).slot();
        assertThat(slot.free()).isTrue();
        assertThat(slot.free()).isFalse();
        assertThat(slots.held(ALICE)).isEqualTo(1);
    }

    @Test
    void take_slotsOfTooManyKeysAreHeld_refusesOtherKeys() {
        Slots.Slot alice = ((Slots.Taken) take(ALICE, 9)).slot();
        assertThat(take(counter("bob"), 9)).isInstanceOf(Slots.Taken.class);
        assertThat(take(counter("carol"), 9)).isInstanceOf(Slots.Full.class);
        assertThat(take(ALICE, 9)).isInstanceOf(Slots.Taken.class);
        assertThat(alice.free()).isTrue();
        assertThat(take(counter("carol"), 9)).as("alice still has one").isInstanceOf(Slots.Full.class);
    }

    @Test
    void free_lastSlotOfAKey_makesRoomForAnotherKey() {
        Slots.Slot alice = ((Slots.Taken) take(ALICE, 9)).slot();
        assertThat(take(counter("bob"), 9)).isInstanceOf(Slots.Taken.class);
        assertThat(alice.free()).isTrue();
        assertThat(take(counter("carol"), 9)).isInstanceOf(Slots.Taken.class);
    }

    @Test
    void take_manyThreads_neverMoreThanMostAtOnce() throws InterruptedException, ExecutionException {
        long seed = System.nanoTime();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = IntStream.range(0, 8)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        SplittableRandom random = new SplittableRandom(seed + i);
                        for (int round = 0; round < 5_000; round++) {
                            if (take(ALICE, 3) instanceof Slots.Taken taken) {
                                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                if (random.nextBoolean()) {
                                    Thread.yield();
                                }
                                inside.decrementAndGet();
                                assertThat(taken.slot().free()).isTrue();
                                assertThat(taken.slot().free()).isFalse();
                            }
                        }
                    }))
                    .toList();
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(most).as("seed %d", seed).hasValueLessThanOrEqualTo(3);
        assertThat(slots.held(ALICE)).as("seed %d", seed).isZero();
    }
}
