package dev.weir.store.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.store.slot.SlotPlan.Question;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** How one instance counts what it holds and what the grid has booked for it. */
class SlotCountTest {

    private static final long NOW = 1_763_690_016_000L;
    private static final String FIVE_BOOKED = "1|12|7,5," + NOW;

    private final SlotCount count = new SlotCount(7);

    private SlotPlan plan() {
        return plan(NOW);
    }

    private SlotPlan plan(long nowMillis, SlotPlan.Arrival... arrivals) {
        return count.plan(
                new Question(List.of(arrivals), Set.of(), true, false, false, nowMillis), IntUnaryOperator.identity());
    }

    @Test
    void take_swapOfUnknownResultMayStillGiveBack_isNotTakenFromMemory() {
        count.take(FIVE_BOOKED, NOW);
        count.hold();
        assertThat(count.isAhead(20, NOW)).isTrue();
        SlotPlan givesBack = plan();
        assertThat(givesBack.number()).isEqualTo(1);
        count.begins(givesBack);
        count.failed(true);
        count.take(FIVE_BOOKED, NOW);
        assertThat(count.isAhead(20, NOW)).as("the swap can be under way").isFalse();
        SlotPlan next = plan();
        assertThat(next.swaps()).as("makes the other one void").isTrue();
        count.begins(next);
        var unused = count.carriedOut(next, NOW, NOW);
        assertThat(count.owes()).isFalse();
    }

    @Test
    void take_afterTheUnknownResultIsKnown_believesTheGrid() {
        count.take(FIVE_BOOKED, NOW);
        count.hold();
        count.failed(true);
        count.take(FIVE_BOOKED, NOW);
        SlotPlan plan = plan();
        count.begins(plan);
        var unused = count.carriedOut(plan, NOW, NOW);
        count.take(FIVE_BOOKED, NOW);
        assertThat(count.isAhead(20, NOW)).isTrue();
    }

    @Test
    void isAhead_seenTwoSecondsAgo_isUsedAndNoLonger() {
        count.take(FIVE_BOOKED, NOW);
        assertThat(count.isAhead(20, NOW + 2_000)).isTrue();
        assertThat(plan(NOW + 2_000, new SlotPlan.Arrival(20, new CompletableFuture<>()))
                        .sure())
                .isTrue();
        assertThat(count.isAhead(20, NOW + 2_001)).isFalse();
        assertThat(plan(NOW + 2_001, new SlotPlan.Arrival(20, new CompletableFuture<>()))
                        .sure())
                .isFalse();
    }

    @Test
    void begins_whatTheSwapGivesToOneWhoWaits_isNotGivenToOthersMeanwhile() {
        count.take(FIVE_BOOKED, NOW);
        SlotPlan plan = plan(NOW, new SlotPlan.Arrival(20, new CompletableFuture<>()));
        assertThat(plan.granted()).isEqualTo(1);
        count.begins(plan);
        int fromMemory = 0;
        while (count.isAhead(20, NOW)) {
            count.hold();
            fromMemory++;
        }
        assertThat(fromMemory).isPositive();
        var unused = count.carriedOut(plan, NOW, NOW);
        assertThat(count.held()).as("slots that are booked").isEqualTo(plan.number());
    }
}
