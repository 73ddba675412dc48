package dev.weir.store.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Source;
import dev.weir.store.CounterId;
import dev.weir.store.Slots;
import dev.weir.store.SlotsContract;
import dev.weir.store.StoreFixtures;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slots that several instances share. */
class GridSlotsTest extends SlotsContract {

    private final SlotInstances three = new SlotInstances(clock);
    private final SlotInstances.Instance first = three.first;
    private final SlotInstances.Instance second = three.second;
    private final SlotInstances.Instance third = three.third;

    @Override
    protected Slots slots() {
        return first.slots();
    }

    @Override
    protected void tick() {
        first.store.tick();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9, 100})
    void take_atThreeInstances_takesJustAsManyAsThereMayBe(int most) {
        List<SlotInstances.Instance> all = List.of(first, second, third);
        int taken = 0;
        for (int i = 0; i < 6 * most; i++) {
            taken += all.get(i % 3).takes(most) ? 1 : 0;
        }
        assertThat(taken).isEqualTo(most);
        assertThat(three.booked()).isEqualTo(most);
        first.freeAll();
        second.freeAll();
        third.freeAll();
        three.pass(3);
        assertThat(three.booked()).isZero();
        assertThat(second.takeAll(most)).isEqualTo(most);
        assertThat(first.takeAll(most)).isZero();
    }

    @Test
    void take_atRandom_neverHoldsTooManyAndRefusesOnlyIfFull() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            CounterId id = StoreFixtures.id(ALICE.policy(), "random " + seed);
            int most = 1 + random.nextInt(12);
            for (int step = 0; step < 150; step++) {
                SlotInstances.Instance each = List.of(first, second, third).get(random.nextInt(3));
                int before = held(id);
                if (random.nextInt(5) < 3) {
                    boolean taken = each.ask(id, most) instanceof Slots.Taken;
                    assertThat(taken).as("seed " + seed + " step " + step).isEqualTo(before < most);
                } else if (each.slots().held(id) > 0) {
                    each.free(1);
                }
                clock.advance(Duration.ofMillis(100));
                if (random.nextInt(10) == 0) {
                    three.tick();
                }
            }
            first.freeAll();
            second.freeAll();
            third.freeAll();
        }
    }

    private int held(CounterId id) {
        return first.slots().held(id) + second.slots().held(id) + third.slots().held(id);
    }

    @Test
    void take_loneInstanceFarFromTheLimit_needsNoGridForMostRequests() {
        int before = first.operations();
        for (int request = 0; request < 10_000; request++) {
            first.take(1, 100);
            first.free(1);
            if (request % 1_000 == 999) {
                clock.advance(Duration.ofSeconds(1));
                first.store.tick();
            }
        }
        assertThat(first.operations() - before).isLessThan(30);
    }

    @Test
    void take_onceKnown_costsOneOperationEachWay() {
        first.take(1, 1);
        first.free(1);
        int before = first.operations();
        for (int i = 0; i < 10; i++) {
            first.take(1, 1);
            assertThat(first.operations()).isEqualTo(before + 2 * i + 1);
            first.free(1);
            assertThat(first.operations()).isEqualTo(before + 2 * i + 2);
        }
    }

    @Test
    void take_newKey_costsAReadAndASwap() {
        first.take(1, 10);
        assertThat(first.operations()).isEqualTo(2);
        first.take(1, 10);
        assertThat(first.operations()).as("booked ahead").isEqualTo(2);
    }

    @Test
    void tick_bookedAhead_isGivenBackWithinTwoSeconds() {
        first.take(10, 100);
        first.free(10);
        assertThat(three.booked()).isPositive();
        three.pass(2);
        assertThat(three.booked()).isZero();
        int before = first.operations();
        three.pass(30);
        assertThat(first.operations()).as("nothing is left to do").isEqualTo(before);
    }

    @Test
    void take_halfIsUsedAndTheHintIsLost_getsWhatOthersBookedAheadWithinTwoSeconds() {
        three.grid.board.passesHints = false;
        first.take(3, 10);
        assertThat(three.booked()).as("ahead").isGreaterThan(3);
        assertThat(second.takeAll(10)).isBetween(4, 6);
        three.pass(2);
        second.takeAll(10);
        assertThat(second.slots().held(ALICE)).isEqualTo(7);
    }

    @Test
    void take_halfIsUsed_othersGiveBackAtOnce() {
        first.take(3, 10);
        assertThat(second.takeAll(10)).isEqualTo(7);
        assertThat(three.booked()).isEqualTo(10);
    }

    @Test
    void take_full_looksOnceASecond() {
        first.take(2, 2);
        assertThat(second.ask(ALICE, 2)).isEqualTo(new Slots.Full(Source.CLUSTER));
        int before = second.operations();
        for (int i = 0; i < 100; i++) {
            assertThat(second.ask(ALICE, 2)).isEqualTo(new Slots.Full(Source.DENIAL_CACHE));
        }
        assertThat(second.operations()).isEqualTo(before);
        clock.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 100; i++) {
            assertThat(second.takes(2)).isFalse();
        }
        assertThat(second.operations()).isEqualTo(before + 1);
    }

    @Test
    void free_ofAFullKey_isHeardOfElsewhereAtOnceAndWithoutHintsWithinASecond() {
        first.take(2, 2);
        assertThat(second.takes(2)).isFalse();
        clock.advance(Duration.ofMillis(100));
        first.free(1);
        assertThat(second.takes(2)).isTrue();
        assertThat(second.takes(2)).isFalse();
        three.grid.board.passesHints = false;
        clock.advance(Duration.ofMillis(500));
        first.free(1);
        clock.advance(Duration.ofMillis(499));
        assertThat(second.slots().isFull(ALICE, 2)).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(second.takes(2)).isTrue();
    }

    @Test
    void take_textOfAnotherVersion_isFullAndLeftAlone() {
        three.grid.board.slots.put(SlotInstances.NAME, "2|whatever");
        assertThat(first.takes(10)).isFalse();
        three.pass(3);
        assertThat(three.grid.board.slots).containsEntry(SlotInstances.NAME, "2|whatever");
        three.grid.board.slots.put(SlotInstances.NAME, "1|7|");
        clock.advance(Duration.ofSeconds(1));
        assertThat(first.takes(10)).as("the other version is gone").isTrue();
    }

    @Test
    void tick_textOfAnotherVersionWhereSlotsAreHeld_isLeftAlone() {
        first.take(3, 10);
        assertThat(three.booked())
                .as("ahead, so that there is something to give back")
                .isGreaterThan(3);
        three.grid.board.slots.put(SlotInstances.NAME, "2|whatever");
        three.pass(3);
        assertThat(three.grid.board.slots).containsEntry(SlotInstances.NAME, "2|whatever");
        first.free(3);
        three.pass(3);
        assertThat(three.grid.board.slots).containsEntry(SlotInstances.NAME, "2|whatever");
    }

    @Test
    void take_gridIsFullAndDoesNotHaveTheKey_isTheShareOfThisInstance() {
        three.grid.board.slots.put("another", "1|1|");
        first.own.maxEntries = 1;
        assertThat(first.takeAll(10)).isEqualTo(5);
        assertThat(three.grid.board.slots).doesNotContainKey(SlotInstances.NAME);
        first.own.maxEntries = 100;
        three.tick();
        assertThat(three.booked()).isEqualTo(5);
    }

    @Test
    void close_slotsAreFreeElsewhere_exceptThoseThatRequestsHold() {
        first.take(4, 20);
        first.free(2);
        assertThat(three.booked()).isGreaterThan(2);
        first.store.close();
        assertThat(three.booked()).isEqualTo(2);
        int before = first.operations();
        first.free(2);
        assertThat(first.operations()).isEqualTo(before);
        three.pass(30, first);
        assertThat(second.takeAll(20)).isEqualTo(20);
    }

    @Test
    void tick_manyKeysAreHeld_renewsOnceInFiveSecondsForAll() {
        for (int i = 0; i < 20; i++) {
            first.ask(StoreFixtures.id(ALICE.policy(), "key " + i), 1);
        }
        int before = first.operations();
        three.pass(60);
        assertThat(first.operations() - before).isBetween(10, 12);
    }

    @Test
    void heard_twiceLateOrOfOthers_changesNoNumber() {
        first.take(3, 10);
        GridSlots slots = (GridSlots) first.slots();
        for (String hint : List.of("b", "f", "b", "f", "x", "n")) {
            slots.heard(hint + SlotInstances.NAME);
            slots.heard(hint + "tested|unknown");
            slots.heard(hint);
        }
        slots.heard("");
        assertThat(three.booked()).isEqualTo(3);
        assertThat(second.takeAll(10)).isEqualTo(7);
        first.store.close();
        slots.heard("b" + SlotInstances.NAME);
        assertThat(three.booked()).isEqualTo(10);
    }

    @Test
    void tick_gridWasCleared_isBookedAgainWithinSixSeconds() {
        first.take(2, 2);
        three.pass(10);
        three.grid.board.slots.clear();
        three.pass(6);
        assertThat(three.booked()).isEqualTo(2);
        assertThat(second.takes(2)).isFalse();
    }

    @Test
    void tick_heldForHours_isBookedAgainBeforeTheGridDropsIt() {
        first.take(1, 2);
        String before = three.grid.board.slots.get(SlotInstances.NAME);
        three.pass(2_700);
        assertThat(three.grid.board.slots.get(SlotInstances.NAME)).isNotEqualTo(before);
        assertThat(three.booked()).isEqualTo(1);
    }

    @Test
    void entries_ofTheGrid_haveNoNames() {
        first.take(1, 2);
        assertThat(three.grid.board.slots.get(SlotInstances.NAME)).doesNotContain("alice");
    }
}
