package dev.weir.store.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.core.Fallback;
import dev.weir.store.CounterId;
import dev.weir.store.Slots;
import dev.weir.store.grid.FakeGrid.Behaviour;
import org.junit.jupiter.api.Test;

/** Slots of an application that ends, or whose grid does, while requests hold some. */
class SlotEndTest {

    private static final CounterId CLOSED = SlotInstances.under(Fallback.CLOSED);

    private final SlotInstances three = new SlotInstances(new MutableClock());
    private final SlotInstances.Instance first = three.first;
    private final SlotInstances.Instance second = three.second;

    @Test
    void free_gridCannotBeAsked_doesNotFailAndIsMadeLater() {
        first.take(10, 10);
        first.own.ownerFailure = new NoClassDefFoundError("a class of the application is gone");
        first.freeAll();
        assertThat(first.slots().held(SlotInstances.ALICE)).isZero();
        first.own.ownerFailure = null;
        three.pass(3);
        assertThat(three.booked()).isZero();
    }

    @Test
    void free_afterTheEnd_neitherFailsNorTouchesTheGrid() {
        first.take(8, 10);
        first.store.close();
        assertThat(first.takes(20)).as("by the fallback").isTrue();
        first.own.ownerFailure = new NoClassDefFoundError("a class of the application is gone");
        first.own.behaviour = Behaviour.FAILING;
        int before = first.operations();
        first.freeAll();
        assertThat(first.operations()).isEqualTo(before);
        assertThat(first.slots().held(SlotInstances.ALICE)).isZero();
        three.pass(30, first);
        assertThat(second.takeAll(10)).isEqualTo(10);
    }

    @Test
    void close_answerOfATakeComesLater_leaksNoSlot() {
        first.take(1, 4);
        first.free(1);
        three.pass(3);
        first.own.behaviour = Behaviour.LATE;
        assertThat(first.ask(CLOSED, 4)).isEqualTo(new Slots.Unavailable());
        assertThat(three.booked()).isPositive();
        Thread.currentThread().interrupt();
        // does not wait for what is not answered
        first.store.close();
        assertThat(Thread.interrupted()).isTrue();
        first.own.thaw();
        assertThat(first.slots().held(CLOSED)).isZero();
        assertThat(three.booked()).isZero();
    }
}
