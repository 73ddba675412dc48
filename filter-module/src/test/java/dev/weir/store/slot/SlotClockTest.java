package dev.weir.store.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slots of instances whose clocks differ by seconds. */
class SlotClockTest {

    private final MutableClock clock = new MutableClock();
    private final SlotInstances three = new SlotInstances(clock);
    private final SlotInstances.Instance first = three.first;
    private final SlotInstances.Instance second = three.second;
    private final SlotInstances.Instance third = three.third;

    @ParameterizedTest
    @ValueSource(longs = {-4_000, 4_000})
    void kill_clocksDiffer_slotsAreFreeWithinHalfAMinuteAndNotBeforeItIsSafe(long aheadMillis) {
        first.own.aheadMillis = aheadMillis;
        first.take(3, 3);
        three.pass(60);
        assertThat(second.takes(3)).as("renewed").isFalse();
        three.pass(10, first);
        assertThat(second.takes(3)).isFalse();
        three.pass(20, first);
        assertThat(second.takeAll(3)).isEqualTo(3);
        assertThat(third.takes(3)).isFalse();
    }

    @Test
    void thaw_clockIsBehind_takesNothingThatOthersMayHaveTaken() {
        first.own.aheadMillis = -4_000;
        first.take(1, 4);
        assertThat(three.booked()).as("one ahead").isEqualTo(2);
        three.grid.board.passesHints = false;
        clock.advance(Duration.ofSeconds(17));
        assertThat(second.takeAll(4)).isEqualTo(4);
        assertThat(first.takes(4)).isFalse();
    }

    /** Others take it for dead after twenty seconds by their clocks, which can be four ahead. */
    @Test
    void covers_bookedLongAgoAndNotRenewed_isTrustedForFifteenSeconds() {
        Renewals renewals = new Renewals(
                7,
                () -> {
                    throw new IllegalStateException("is not asked");
                },
                () -> {});
        long booked = clock.millis();
        assertThat(renewals.covers(booked, booked + 15_000)).isTrue();
        assertThat(renewals.covers(booked, booked + 15_001)).isFalse();
    }

    @Test
    void take_clocksDiffer_numbersAreExact() {
        first.own.aheadMillis = 4_000;
        second.own.aheadMillis = -4_000;
        for (int round = 0; round < 30; round++) {
            assertThat(first.takeAll(9) + second.takeAll(9) + third.takeAll(9)).isEqualTo(9);
            first.freeAll();
            second.freeAll();
            third.freeAll();
            three.pass(3);
            assertThat(three.booked()).isZero();
        }
    }
}
