package dev.weir.store.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.Source;
import dev.weir.store.Slots;
import dev.weir.store.WaitBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Slots that an instance has booked and does not use are there for the others, also where hints take their time. */
class SlotRoomTest {

    private static final int MOST = 5;

    private final MutableClock clock = new MutableClock();
    private final SlotInstances three = new SlotInstances(clock);
    private final SlotInstances.Instance first = three.first;
    private final SlotInstances.Instance second = three.second;
    private final List<Slots.Slot> held = new ArrayList<>();
    private int waits;

    SlotRoomTest() {
        three.grid.board.instant = false;
    }

    /** Hints arrive while a request waits. */
    private Slots.Result ask(SlotInstances.Instance instance) {
        boolean[] waiting = {false};
        WaitBudget budget = new WaitBudget(50, () -> {
            waiting[0] = !waiting[0];
            if (waiting[0]) {
                waits++;
                three.grid.board.deliver();
            }
            return 0;
        });
        Slots.Result result = instance.slots().take(SlotInstances.ALICE, MOST, budget);
        if (result instanceof Slots.Taken taken) {
            held.add(taken.slot());
        }
        return result;
    }

    private int takeAll(SlotInstances.Instance instance) {
        int taken = 0;
        while (ask(instance) instanceof Slots.Taken) {
            taken++;
        }
        return taken;
    }

    @Test
    void take_anotherHasBookedAhead_isNotRefusedForIt() {
        first.take(1, MOST);
        first.free(1);
        assertThat(three.booked()).as("booked ahead").isEqualTo(2);
        assertThat(takeAll(second)).isEqualTo(MOST);
    }

    @Test
    void take_anotherHoldsOneAndHasBookedAhead_getsAllOthers() {
        first.take(1, MOST);
        assertThat(three.booked()).isEqualTo(2);
        assertThat(takeAll(second)).isEqualTo(MOST - 1);
    }

    @Test
    void take_keyIsFull_waitsOnceAndNotAgainBeforeThereWasASlot() {
        first.take(MOST, MOST);
        for (int i = 0; i < 5; i++) {
            assertThat(ask(second)).isEqualTo(new Slots.Full(Source.CLUSTER));
            assertThat(ask(second)).isEqualTo(new Slots.Full(Source.DENIAL_CACHE));
            assertThat(waits).isEqualTo(1);
            clock.advance(Duration.ofSeconds(1));
        }
        first.free(1);
        assertThat(ask(second)).isInstanceOf(Slots.Taken.class);
        clock.advance(Duration.ofSeconds(1));
        assertThat(ask(second)).isInstanceOf(Slots.Full.class);
        assertThat(waits).as("after a slot was there").isEqualTo(2);
    }

    @Test
    void take_noTimeLeft_isRefusedAtOnce() {
        first.take(1, MOST);
        first.free(1);
        for (int i = 0; i < 3; i++) {
            assertThat(second.takes(MOST)).isTrue();
        }
        WaitBudget spent = new WaitBudget(0, () -> {
            throw new AssertionError("does not wait");
        });
        assertThat(second.slots().take(SlotInstances.ALICE, MOST, spent)).isEqualTo(new Slots.Full(Source.CLUSTER));
        assertThat(second.slots().isFull(SlotInstances.ALICE, MOST)).isTrue();
    }

    @Test
    void free_whileAnotherRequestWaits_endsTheWait() {
        SlotRoom room = new SlotRoom();
        room.answered(refusal(), true, 0);
        var waiting = room.await(0).orElseThrow();
        assertThat(room.isAwaited(SlotRoom.WAIT_MILLIS - 1)).isTrue();
        assertThat(room.await(1)).as("all wait for the same").containsSame(waiting);
        room.end();
        assertThat(waiting).isDone();
        assertThat(room.isAwaited(0)).isFalse();
    }

    @Test
    void await_nobodyWasAsked_isInVain() {
        SlotRoom room = new SlotRoom();
        assertThat(room.await(0)).isEmpty();
        room.answered(refusal(), false, 0);
        assertThat(room.await(0)).isEmpty();
        room.answered(refusal(), true, 0);
        assertThat(room.await(SlotRoom.WAIT_MILLIS)).isEmpty();
    }

    private static SlotPlan refusal() {
        return new SlotPlan(List.of(), List.of(false), SlotEntry.NONE, null, 0, false, true, List.of());
    }
}
