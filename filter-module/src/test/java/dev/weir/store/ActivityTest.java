package dev.weir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What goes on at a key is let go of when it is over: there can be a million keys. */
class ActivityTest {

    private static final Policy POLICY = StoreFixtures.policy("1000/1h");

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final Unsettled unsettled = new Unsettled(clock);
    private final Gate gate = new Gate(
            StoreFixtures.id(POLICY, "alice"),
            new Link(
                    grid,
                    clock,
                    new Lending(true, () -> 2),
                    unsettled,
                    new Reunion(clock, action -> {}),
                    StoreFixtures::text,
                    (swapped, booking, held) -> {}));

    @Test
    void isDue_keyThatWasAskedForThreeTimes_isForgottenAfterAMoment() {
        ask(3);
        assertThat(gate.isActive()).as("measured").isTrue();
        clock.advance(Duration.ofMillis(1_500));
        lookAfter();
        assertThat(gate.isActive()).as("measured still").isTrue();
        clock.advance(Duration.ofMillis(501));
        lookAfter();
        assertThat(gate.isActive()).isFalse();
        assertThat(unsettled.all()).isEmpty();
    }

    @Test
    void isDue_hotKeyThatNobodyAsksForAnyMore_isForgottenWithItsLease() {
        ask(200);
        assertThat(gate.hasLease()).isTrue();
        for (int second = 0; second < 4; second++) {
            clock.advance(Duration.ofSeconds(1));
            lookAfter();
        }
        assertThat(gate.hasLease()).isFalse();
        assertThat(gate.isActive()).isFalse();
        assertThat(unsettled.all()).isEmpty();
    }

    @Test
    void isMeasured_hotKeyWithALease_isNotForgottenMeanwhile() {
        ask(200);
        clock.advance(Duration.ofMillis(900));
        lookAfter();
        ask(1);
        clock.advance(Duration.ofMillis(900));
        lookAfter();
        assertThat(gate.isActive()).isTrue();
    }

    @Test
    void isForgotten_refusalThatIsOver_isLetGoOf() {
        gate.submit(new Change.Acquire(1_000));
        gate.submit(new Change.Acquire(1));
        clock.advance(Duration.ofMinutes(30));
        assertThat(gate.isForgotten(clock.millis())).isFalse();
        assertThat(gate.remembersSomething()).as("refused still").isTrue();
        clock.advance(Duration.ofMinutes(33));
        gate.submit(new Change.Acquire(1));
        gate.submit(new Change.Acquire(1_000));
        clock.advance(Duration.ofHours(1));
        assertThat(gate.isForgotten(clock.millis())).isFalse();
        clock.advance(Duration.ofMinutes(2));
        gate.isForgotten(clock.millis());
        assertThat(gate.remembersSomething()).isFalse();
    }

    @Test
    void isLocalSettled_debtIsPaid_theFallbacksCounterIsNeededNoMore() {
        gate.submit(new Change.Acquire(1));
        gate.owe(3, 0);
        assertThat(gate.isLocalSettled()).isFalse();
        gate.start();
        assertThat(gate.isLocalSettled()).isTrue();
    }

    @Test
    void isLocalSettled_keyThatTheGridDoesNotHave_isCountedHereAlone() {
        gate.owe(0, 0);
        assertThat(gate.isLocalSettled()).isFalse();
    }

    @Test
    void leaveLocal_gridDecidesAgain_isSaidOnce() {
        gate.submit(new Change.Acquire(1));
        gate.owe(3, 0);
        gate.start();
        assertThat(gate.leaveLocal()).isTrue();
        assertThat(gate.leaveLocal()).isFalse();
        assertThat(gate.isActive()).isFalse();
    }

    @Test
    void isForgotten_countsStill_isKept() {
        gate.submit(new Change.Acquire(1));
        clock.advance(Duration.ofMinutes(59));
        assertThat(gate.isForgotten(clock.millis())).isFalse();
        clock.advance(Duration.ofMinutes(4));
        assertThat(gate.isForgotten(clock.millis())).isTrue();
    }

    @Test
    void isForgotten_owesWhatTheGridNeverHad_isKept() {
        gate.owe(3, 0);
        assertThat(gate.isForgotten(clock.millis())).isFalse();
    }

    private void lookAfter() {
        if (gate.isDue(clock.millis())) {
            gate.start();
        }
    }

    private void ask(int times) {
        for (int i = 0; i < times; i++) {
            if (gate.answer(POLICY, new Change.Acquire(1), clock.millis()) == null) {
                gate.submit(new Change.Acquire(1));
            }
            clock.advance(Duration.ofMillis(1));
        }
    }
}
