package dev.weir.store.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import org.junit.jupiter.api.Test;

/** Slots of a policy whose concurrency changes while requests hold some. */
class ChangedConcurrencyTest {

    private final SlotInstances three = new SlotInstances(new MutableClock());
    private final SlotInstances.Instance first = three.first;
    private final SlotInstances.Instance second = three.second;
    private final SlotInstances.Instance third = three.third;

    @Test
    void take_mostChangesWhileSlotsAreHeld_isThePresentOneOnAllInstances() {
        first.take(6, 10);
        assertThat(second.takeAll(10)).isEqualTo(4);
        first.free(6);
        three.pass(2);
        assertThat(third.takes(4)).as("four are held").isFalse();
        second.free(1);
        three.pass(2);
        assertThat(third.takeAll(4)).isEqualTo(1);
        assertThat(first.takeAll(10)).isEqualTo(6);
        assertThat(second.takes(10)).isFalse();
    }

    @Test
    void take_moreIsBookedAheadThanThereMayBeNow_isCountedByWhatIsHeld() {
        first.take(10, 100);
        first.free(10);
        assertThat(three.booked()).isGreaterThan(4);
        assertThat(first.takes(4)).isTrue();
        assertThat(second.takeAll(4)).isEqualTo(3);
        assertThat(three.booked()).isEqualTo(4);
    }
}
