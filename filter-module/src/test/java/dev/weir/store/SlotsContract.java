package dev.weir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.MutableClock;
import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.store.Slots.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What all slots do, wherever they are kept. */
public abstract class SlotsContract {

    protected static final CounterId ALICE = StoreFixtures.id(StoreFixtures.policy("100/1h"), "alice");

    protected final MutableClock clock = new MutableClock();

    protected abstract Slots slots();

    /** Called where an instance is visited, as it is once a second. */
    protected abstract void tick();

    /** Takes a slot, which has to be free. */
    public static Slot take(Slots slots, CounterId id, int most) {
        Slots.Result result = slots.take(id, most, StoreFixtures.noBudget());
        assertThat(result).isInstanceOf(Slots.Taken.class);
        return ((Slots.Taken) result).slot();
    }

    /** Whether a slot was taken, which is not freed. */
    public static boolean takes(Slots slots, CounterId id, int most) {
        return slots.take(id, most, StoreFixtures.noBudget()) instanceof Slots.Taken;
    }

    private List<Slot> takeAll(int most) {
        List<Slot> taken = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            taken.add(take(slots(), ALICE, most));
        }
        return taken;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 10, 101})
    void take_mostAreHeld_isFullUntilOneIsFreed(int most) {
        List<Slot> taken = takeAll(most);
        assertThat(slots().held(ALICE)).isEqualTo(most);
        assertThat(slots().take(ALICE, most, StoreFixtures.noBudget())).isInstanceOf(Slots.Full.class);
        assertThat(slots().isFull(ALICE, most)).isTrue();
        assertThat(taken.get(0).free()).isTrue();
        assertThat(slots().isFull(ALICE, most)).isFalse();
        assertThat(takes(slots(), ALICE, most)).isTrue();
        assertThat(takes(slots(), ALICE, most)).isFalse();
    }

    @Test
    void free_again_freesNothing() {
        List<Slot> taken = takeAll(3);
        assertThat(taken.get(0).free()).isTrue();
        assertThat(taken.get(0).free()).isFalse();
        assertThat(taken.get(0).free()).isFalse();
        assertThat(slots().held(ALICE)).isEqualTo(2);
        assertThat(takes(slots(), ALICE, 3)).isTrue();
        assertThat(takes(slots(), ALICE, 3)).isFalse();
    }

    @Test
    void take_otherKeysAndPolicies_haveSlotsOfTheirOwn() {
        takeAll(2);
        CounterId bob = new CounterId(ALICE.policy(), Key.of("bob"));
        CounterId other = new CounterId(
                Policy.of("other", Algorithm.SLIDING_WINDOW, ALICE.policy().limits()), ALICE.key());
        assertThat(takes(slots(), bob, 2)).isTrue();
        assertThat(takes(slots(), other, 2)).isTrue();
        assertThat(slots().held(bob)).isEqualTo(1);
        assertThat(takes(slots(), ALICE, 2)).isFalse();
    }

    @Test
    void take_largerMost_takesFurtherOnesAndASmallerWaits() {
        List<Slot> taken = takeAll(2);
        assertThat(takes(slots(), ALICE, 2)).isFalse();
        assertThat(takes(slots(), ALICE, 3)).as("on a larger tier").isTrue();
        assertThat(takes(slots(), ALICE, 2)).isFalse();
        taken.get(0).free();
        assertThat(takes(slots(), ALICE, 2)).as("two are held still").isFalse();
        taken.get(1).free();
        assertThat(takes(slots(), ALICE, 2)).isTrue();
    }

    @Test
    void isFull_takesNothing() {
        for (int i = 0; i < 5; i++) {
            assertThat(slots().isFull(ALICE, 1)).isFalse();
        }
        assertThat(slots().held(ALICE)).isZero();
        assertThat(takes(slots(), ALICE, 1)).isTrue();
    }

    @Test
    void free_all_leavesAllForOthers() {
        for (int round = 0; round < 5; round++) {
            takeAll(7).forEach(Slot::free);
            assertThat(slots().held(ALICE)).isZero();
        }
        assertThat(takeAll(7)).hasSize(7);
    }

    @Test
    void take_heldForHours_isHeldStill() {
        takeAll(2);
        for (int second = 0; second < 3 * 3_600; second++) {
            clock.advance(Duration.ofSeconds(1));
            tick();
        }
        assertThat(takes(slots(), ALICE, 2)).isFalse();
        assertThat(slots().held(ALICE)).isEqualTo(2);
    }

    @Test
    void take_floodOfOtherKeys_forgetsNothingThatIsHeld() {
        List<Slot> taken = takeAll(2);
        // many, because which keys are looked at when room is needed is not the same in each run
        List<CounterId> held = IntStream.range(0, 100)
                .mapToObj(i -> StoreFixtures.id(ALICE.policy(), "held " + i))
                .toList();
        held.forEach(each -> take(slots(), each, 2));
        for (int i = 0; i < 50_000; i++) {
            CounterId other = StoreFixtures.id(ALICE.policy(), "flood " + i);
            take(slots(), other, 2).free();
        }
        assertThat(held).allMatch(each -> slots().held(each) == 1);
        assertThat(slots().held(ALICE)).isEqualTo(2);
        assertThat(takes(slots(), ALICE, 2)).isFalse();
        taken.get(0).free();
        assertThat(takes(slots(), ALICE, 2)).isTrue();
    }

    @Test
    void take_manyThreads_neverHoldMoreThanMost() throws InterruptedException {
        AtomicInteger held = new AtomicInteger();
        AtomicInteger highest = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> {
                for (int n = 0; n < 2_000; n++) {
                    if (slots().take(ALICE, 3, new WaitBudget(5_000, System::nanoTime)) instanceof Slots.Taken taken) {
                        highest.accumulateAndGet(held.incrementAndGet(), Math::max);
                        held.decrementAndGet();
                        taken.slot().free();
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(highest.get()).isBetween(1, 3);
        assertThat(slots().held(ALICE)).isZero();
        assertThat(takeAll(3)).hasSize(3);
    }
}
