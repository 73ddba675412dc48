package dev.weir.store.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.store.StoreFixtures;
import dev.weir.store.grid.FakeGrid;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** How a key leaves the table of keys while requests come. */
class SlotGateTest {

    private final FakeGrid grid = new FakeGrid(new MutableClock());
    private final Map<String, SlotGate> busy = new HashMap<>();
    private final SlotGate gate = new SlotGate(
            SlotInstances.ALICE,
            new SlotContext(
                    7,
                    grid,
                    grid::slots,
                    new Renewals(7, grid::slots, () -> {}),
                    new Answering(),
                    StoreFixtures::text,
                    IntUnaryOperator.identity(),
                    busy));

    /** All members answer. */
    private static final class Answering implements Circuits {

        @Override
        public boolean isClosed(Object member) {
            return true;
        }

        @Override
        public void succeeded(Object member) {
            // as always
        }

        @Override
        public void failed(Object member) {
            throw new AssertionError("all members answer");
        }

        @Override
        public void probe(Object member, Supplier<CompletionStage<?>> question) {
            throw new AssertionError("all members answer");
        }
    }

    @Test
    void retire_requestHasEntered_staysUntilItHasLeft() {
        assertThat(gate.enter()).isTrue();
        assertThat(gate.isPinned(0)).isTrue();
        assertThat(gate.retire()).isFalse();
        gate.leave();
        assertThat(gate.retire()).isTrue();
        assertThat(busy).isEmpty();
    }

    @Test
    void enter_retired_isRefused() {
        assertThat(gate.retire()).isTrue();
        assertThat(gate.enter()).as("another gate may have its place").isFalse();
        assertThat(busy).isEmpty();
    }

    @Test
    void retire_slotIsHeld_staysUntilItIsFree() {
        assertThat(gate.enter()).isTrue();
        assertThat(gate.arrive(1).join()).isTrue();
        gate.leave();
        assertThat(gate.retire()).isFalse();
        assertThat(busy).containsValue(gate);
        gate.free();
        assertThat(gate.retire()).isTrue();
    }

    @Test
    void retire_operationIsInFlight_staysUntilItIsAnswered() {
        assertThat(gate.enter()).isTrue();
        assertThat(gate.arrive(1).join()).isTrue();
        gate.free();
        grid.behaviour = FakeGrid.Behaviour.LATE;
        assertThat(gate.arrive(1).complete(false)).as("gives up").isTrue();
        gate.leave();
        assertThat(gate.retire()).isFalse();
        grid.thaw();
        assertThat(gate.retire()).isTrue();
        assertThat(grid.board.slots.get(SlotInstances.NAME))
                .as("nothing is booked")
                .endsWith("|");
    }
}
