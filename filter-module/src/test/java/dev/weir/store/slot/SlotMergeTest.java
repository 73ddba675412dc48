package dev.weir.store.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.grid.FakeGrid.Behaviour;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Slots while the grid splits and merges, or loses what it had with a member. */
class SlotMergeTest {

    private final MutableClock clock = new MutableClock();
    private final SlotInstances three = new SlotInstances(clock);
    private final FakeGrid grid = three.grid;
    private final SlotInstances.Instance first = three.first;
    private final SlotInstances.Instance second = three.second;
    private final SlotInstances.Instance third = three.third;

    @Test
    void merged_bothHalvesTook_areBookedTogether() {
        first.take(1, 3);
        second.take(1, 3);
        Map<String, String> larger = new HashMap<>(grid.board.slots);
        // the halves do not see each other: the second one goes on with what was there
        assertThat(first.takeAll(3)).isEqualTo(1);
        grid.board.slots.clear();
        grid.board.slots.putAll(larger);
        assertThat(second.takeAll(3)).isEqualTo(1);
        first.own.membership.merging();
        first.own.membership.merged(Set.of("a member of the other half"));
        three.pass(2);
        assertThat(three.booked()).isEqualTo(4);
        assertThat(third.takes(3)).isFalse();
        first.free(2);
        assertThat(third.takeAll(3)).isEqualTo(1);
    }

    @Test
    void merged_operationOfTheLosingHalf_isNotBelieved() {
        first.take(1, 2);
        first.own.behaviour = Behaviour.LATE;
        assertThat(first.takes(2)).as("by the fallback").isFalse();
        first.own.membership.merged(Set.of("a member of the other half"));
        grid.board.slots.clear();
        first.own.thaw();
        three.pass(2);
        assertThat(three.booked()).isEqualTo(1);
        assertThat(second.takeAll(2)).isEqualTo(1);
    }

    @Test
    void lost_lastBookingsDiedWithTheMember_areBookedAgain() {
        first.take(2, 4);
        Map<String, String> backup = new HashMap<>(grid.board.slots);
        first.take(2, 4);
        grid.board.slots.clear();
        grid.board.slots.putAll(backup);
        first.own.membership.lost("a member");
        three.tick();
        assertThat(second.takes(4)).isFalse();
        clock.advance(Duration.ofMillis(100));
        first.free(4);
        assertThat(second.takeAll(4)).isEqualTo(4);
    }
}
