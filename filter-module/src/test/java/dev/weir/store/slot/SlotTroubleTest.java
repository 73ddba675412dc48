package dev.weir.store.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.Source;
import dev.weir.core.Fallback;
import dev.weir.store.CounterId;
import dev.weir.store.Slots;
import dev.weir.store.StoreFixtures;
import dev.weir.store.WaitBudget;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.grid.FakeGrid.Behaviour;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slots while instances die or freeze, and while the grid is silent. */
class SlotTroubleTest {

    private static final CounterId ALICE = SlotInstances.ALICE;

    private final MutableClock clock = new MutableClock();
    private final SlotInstances three = new SlotInstances(clock);
    private final FakeGrid grid = three.grid;
    private final SlotInstances.Instance first = three.first;
    private final SlotInstances.Instance second = three.second;
    private final SlotInstances.Instance third = three.third;

    @Test
    void kill_slotsOfTheDead_areFreeWithinHalfAMinuteAndNotBeforeItIsSafe() {
        first.take(3, 3);
        three.pass(40);
        assertThat(second.takes(3)).as("held for long, and renewed").isFalse();
        // from now on the first one is dead
        three.pass(14, first);
        assertThat(second.takes(3)).isFalse();
        three.pass(11, first);
        assertThat(second.takeAll(3)).isEqualTo(3);
        assertThat(third.takes(3)).isFalse();
    }

    @Test
    void kill_atOnceAfterTheSlotWasTaken_isNoticedToo() {
        first.take(3, 3);
        three.pass(20, first);
        assertThat(second.takes(3)).isFalse();
        three.pass(2, first);
        assertThat(second.takeAll(3)).isEqualTo(3);
    }

    @Test
    void take_whetherOneLivesIsAnsweredLate_theOtherIsNotTakenForDeadMeanwhile() {
        first.take(2, 3);
        third.take(1, 3);
        three.pass(25, third);
        second.own.frozen = id -> id.equals("holder|" + three.holderOf(1));
        assertThat(second.ask(SlotInstances.under(Fallback.CLOSED), 3)).isInstanceOf(Slots.Unavailable.class);
        three.pass(30, third);
        second.own.thaw();
        three.pass(2, third);
        assertThat(second.takeAll(3)).as("that of the dead").isEqualTo(1);
        assertThat(three.booked()).isEqualTo(3);
    }

    @Test
    void thaw_afterAMinute_freesNobodyElsesSlots() {
        first.take(2, 3);
        three.pass(60, first);
        assertThat(second.takeAll(3)).isEqualTo(3);
        // the first one goes on, and its requests end
        first.free(2);
        three.pass(5);
        assertThat(third.takes(3)).isFalse();
        assertThat(three.booked()).isEqualTo(3);
        second.free(1);
        assertThat(third.takeAll(3)).isEqualTo(1);
    }

    @Test
    void thaw_requestsGoOn_areBookedAgainAndNothingIsAdmittedUntilThereIsRoom() {
        first.take(2, 3);
        three.pass(60, first);
        assertThat(second.takeAll(3)).isEqualTo(3);
        three.tick();
        assertThat(three.booked()).isEqualTo(5);
        second.free(2);
        three.pass(2);
        assertThat(third.takes(3)).isFalse();
        assertThat(first.takes(3)).isFalse();
        second.free(1);
        three.pass(2);
        assertThat(third.takeAll(3)).isEqualTo(1);
    }

    @Test
    void thaw_beforeItsTick_takesNothingOfWhatItHadBookedAhead() {
        first.take(1, 4);
        assertThat(three.booked()).as("one ahead").isEqualTo(2);
        grid.board.passesHints = false;
        clock.advance(Duration.ofSeconds(21));
        assertThat(second.takeAll(4)).isEqualTo(4);
        assertThat(first.takes(4)).isFalse();
    }

    @Test
    void covers_renewedAfterALapse_isNotTrustedAgainByThat() {
        first.take(1, 4);
        grid.board.passesHints = false;
        clock.advance(Duration.ofSeconds(60));
        assertThat(second.takeAll(4)).isEqualTo(4);
        first.own.frozen = id -> id.equals(SlotInstances.NAME);
        // renews, and cannot read what others have
        first.store.tick();
        assertThat(((Slots.Taken) first.ask(SlotInstances.under(Fallback.OPEN), 4)).source())
                .isEqualTo(Source.LOCAL);
    }

    @ParameterizedTest
    @CsvSource({"CLOSED, 0", "OPEN, 8", "LOCAL, 5"})
    void take_silentGrid_isDecidedByTheFallback(Fallback fallback, int taken) {
        CounterId id = SlotInstances.under(fallback);
        first.own.behaviour = Behaviour.SILENT;
        int held = 0;
        for (int i = 0; i < 8; i++) {
            held += first.ask(id, 10) instanceof Slots.Taken ? 1 : 0;
        }
        assertThat(held).isEqualTo(taken);
        Slots.Result last = first.ask(id, 10);
        switch (fallback) {
            case CLOSED -> assertThat(last).isEqualTo(new Slots.Unavailable());
            case OPEN -> assertThat(last).isInstanceOf(Slots.Taken.class);
            case LOCAL -> assertThat(last).isEqualTo(new Slots.Full(Source.LOCAL));
        }
    }

    @Test
    void take_heldFromBefore_countsForTheShare() {
        first.take(4, 10);
        first.own.behaviour = Behaviour.FAILING;
        assertThat(first.takeAll(10)).isEqualTo(1);
    }

    @Test
    void tick_gridAnswersAgain_hasWhatTheFallbackTook() {
        second.take(8, 10);
        first.own.behaviour = Behaviour.FAILING;
        assertThat(first.takeAll(10)).isEqualTo(5);
        first.own.behaviour = Behaviour.ANSWERING;
        three.pass(2);
        assertThat(three.booked()).as("above the most").isEqualTo(13);
        second.free(3);
        assertThat(third.takes(10)).isFalse();
        second.free(1);
        assertThat(third.takeAll(10)).isEqualTo(1);
    }

    @Test
    void take_answerComesLate_leaksNoSlot() {
        CounterId id = SlotInstances.under(Fallback.CLOSED);
        first.take(1, 1);
        first.free(1);
        clock.advance(Duration.ofSeconds(1));
        first.own.behaviour = Behaviour.LATE;
        assertThat(first.ask(id, 1)).isEqualTo(new Slots.Unavailable());
        assertThat(three.booked()).as("the swap is made").isEqualTo(1);
        assertThat(second.takes(1)).isFalse();
        first.own.thaw();
        assertThat(three.booked()).isZero();
        assertThat(second.takes(1)).isTrue();
    }

    @Test
    void take_answerComesLateAndTheFallbackTook_isOneSlot() {
        first.own.behaviour = Behaviour.LATE;
        assertThat(first.takes(2)).isTrue();
        first.own.thaw();
        three.pass(2);
        assertThat(three.booked()).isEqualTo(1);
        first.free(1);
        three.pass(2);
        assertThat(three.booked()).isZero();
    }

    @Test
    void take_overdueOperation_isNotWaitedForAgain() {
        first.own.behaviour = Behaviour.SILENT;
        first.takes(10);
        clock.advance(Duration.ofMillis(51));
        WaitBudget budget = new WaitBudget(1_000, () -> {
            throw new AssertionError("waits");
        });
        assertThat(first.slots().take(ALICE, 10, budget)).isInstanceOf(Slots.Taken.class);
    }

    @Test
    void free_gridIsSilent_doesNotWaitAndIsMadeLater() {
        first.take(2, 2);
        first.own.behaviour = Behaviour.SILENT;
        first.free(2);
        assertThat(first.slots().held(ALICE)).isZero();
        assertThat(second.takes(2)).isFalse();
        first.own.thaw();
        three.pass(2);
        assertThat(second.takeAll(2)).isEqualTo(2);
    }

    @Test
    void free_whileAnOperationIsInFlight_joinsTheNextOne() {
        first.take(9, 9);
        first.own.behaviour = Behaviour.SILENT;
        int before = first.operations();
        first.free(9);
        assertThat(first.operations()).isEqualTo(before + 1);
        first.own.thaw();
        assertThat(first.operations()).isEqualTo(before + 2);
        assertThat(three.booked()).isEqualTo(4);
        three.pass(2);
        assertThat(three.booked()).isZero();
    }

    @Test
    void free_swapThatFails_isMadeAgain() {
        first.take(2, 2);
        first.own.behaviour = Behaviour.FAILING;
        first.free(2);
        first.own.behaviour = Behaviour.ANSWERING;
        three.pass(2);
        assertThat(three.booked()).isZero();
    }

    @Test
    void free_answerIsLost_isMadeOnce() {
        first.take(2, 4);
        second.take(2, 4);
        first.own.behaviour = Behaviour.LOSING;
        first.free(1);
        first.own.behaviour = Behaviour.ANSWERING;
        three.pass(2);
        assertThat(three.booked()).isEqualTo(3);
        assertThat(third.takeAll(4)).isEqualTo(1);
    }

    @Test
    void take_swapWhoseAnswerWasLostArrivesLater_isVoid() {
        CounterId id = SlotInstances.under(Fallback.CLOSED);
        first.take(1, 1);
        first.free(1);
        String before = grid.board.slots.get(SlotInstances.NAME);
        first.own.behaviour = Behaviour.FAILING;
        assertThat(first.ask(id, 1)).isEqualTo(new Slots.Unavailable());
        first.own.behaviour = Behaviour.ANSWERING;
        three.pass(2);
        assertThat(grid.board.slots.get(SlotInstances.NAME))
                .as("what a late swap expects is no longer there")
                .isNotEqualTo(before);
        assertThat(three.booked()).isZero();
    }

    @Test
    void take_swapIsMadeTwice_isOneSlot() {
        first.take(1, 3);
        first.own.ownerDiesAfterTheSwap(() -> {});
        first.take(1, 3);
        assertThat(three.booked()).isEqualTo(2);
        assertThat(second.takeAll(3)).isEqualTo(1);
    }

    @Test
    void isFull_unansweredGrid_isFalse() {
        first.own.behaviour = Behaviour.SILENT;
        first.takes(1);
        assertThat(first.slots().isFull(ALICE, 1)).isFalse();
    }

    @Test
    void renewals_ofAnotherVersion_areOfTheLiving() {
        first.take(2, 2);
        String holder = grid.board.slots.get(SlotInstances.NAME).split("[|,]")[2];
        grid.board.slots.put("holder|" + holder, "2|whatever");
        three.pass(60, first);
        assertThat(second.takes(2)).isFalse();
    }

    @Test
    void budget_isUsedUp_decidesByTheFallback() {
        first.own.behaviour = Behaviour.SILENT;
        assertThat(first.slots().take(SlotInstances.under(Fallback.CLOSED), 1, new WaitBudget(0, () -> 0)))
                .isEqualTo(new Slots.Unavailable());
        assertThat(StoreFixtures.noBudget().isLeft()).isTrue();
    }
}
