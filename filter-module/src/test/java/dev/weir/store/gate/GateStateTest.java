package dev.weir.store.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.core.Block;
import dev.weir.core.Change;
import dev.weir.core.Lending;
import dev.weir.core.Policy;
import dev.weir.store.StoreFixtures;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.memory.Debt;
import dev.weir.store.memory.Denial;
import dev.weir.store.memory.LeaseSizing;
import dev.weir.store.memory.NoDecision;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What goes on at a key is let go of when it is over: there can be a million keys. */
class GateStateTest {

    private static final Policy POLICY = StoreFixtures.policy("1000/1h");

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final PendingSettlements unsettled = new PendingSettlements(clock);
    private final Gate gate = new Gate(
            StoreFixtures.id(POLICY, "alice"),
            GateFixtures.context(grid, clock, new LeaseSizing(true, () -> 2), unsettled));

    @Test
    void isDue_keyThatWasAskedForThreeTimes_isForgottenAfterAMoment() {
        ask(3);
        assertThat(gate.state().isPresent()).as("measured").isTrue();
        clock.advance(Duration.ofMillis(1_500));
        lookAfter();
        assertThat(gate.state().isPresent()).as("measured still").isTrue();
        clock.advance(Duration.ofMillis(501));
        lookAfter();
        assertThat(gate.state().isPresent()).isFalse();
        assertThat(unsettled.all()).isEmpty();
    }

    @Test
    void isDue_hotKeyThatNobodyAsksForAnyMore_isForgottenWithItsLease() {
        ask(200);
        assertThat(gate.hasLease()).isTrue();
        for (int lease = 0; lease < 4; lease++) {
            clock.advance(Duration.ofMillis(Lending.leaseMillis(POLICY)));
            lookAfter();
        }
        assertThat(gate.hasLease()).isFalse();
        assertThat(gate.state().isPresent()).isFalse();
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
        assertThat(gate.state().isPresent()).isTrue();
    }

    @Test
    void isForgotten_refusalThatIsOver_isLetGoOf() {
        gate.changes().submit(new Change.Acquire(1_000));
        gate.changes().submit(new Change.Acquire(1));
        clock.advance(Duration.ofMinutes(30));
        assertThat(gate.isExpired(clock.millis())).isFalse();
        assertThat(gate.decision()).as("refused still").isInstanceOf(Denial.class);
        clock.advance(Duration.ofMinutes(33));
        gate.changes().submit(new Change.Acquire(1));
        gate.changes().submit(new Change.Acquire(1_000));
        clock.advance(Duration.ofHours(1));
        assertThat(gate.isExpired(clock.millis())).isFalse();
        clock.advance(Duration.ofMinutes(2));
        gate.isExpired(clock.millis());
        assertThat(gate.decision()).isEqualTo(NoDecision.NONE);
    }

    @Test
    void isLocalSettled_debtIsPaid_theFallbacksCounterIsNeededNoMore() {
        gate.changes().submit(new Change.Acquire(1));
        gate.fallback().owe(Debt.of(3, Block.NONE));
        assertThat(gate.fallback().isSettled()).isFalse();
        gate.start();
        assertThat(gate.fallback().isSettled()).isTrue();
    }

    @Test
    void isLocalSettled_keyThatTheGridDoesNotHave_isCountedHereAlone() {
        gate.fallback().owe(Debt.of(0, Block.NONE));
        assertThat(gate.fallback().isSettled()).isFalse();
    }

    @Test
    void leaveLocal_gridDecidesAgain_isSaidOnce() {
        gate.changes().submit(new Change.Acquire(1));
        gate.fallback().owe(Debt.of(3, Block.NONE));
        gate.start();
        assertThat(gate.fallback().end()).isTrue();
        assertThat(gate.fallback().end()).isFalse();
        assertThat(gate.state().isPresent()).isFalse();
    }

    @Test
    void isForgotten_countsStill_isKept() {
        gate.changes().submit(new Change.Acquire(1));
        clock.advance(Duration.ofMinutes(59));
        assertThat(gate.isExpired(clock.millis())).isFalse();
        clock.advance(Duration.ofMinutes(4));
        assertThat(gate.isExpired(clock.millis())).isTrue();
    }

    @Test
    void isForgotten_owesWhatTheGridNeverHad_isKept() {
        gate.fallback().owe(Debt.of(3, Block.NONE));
        assertThat(gate.isExpired(clock.millis())).isFalse();
    }

    private void lookAfter() {
        if (gate.settlement().isDue(clock.millis())) {
            gate.start();
        }
    }

    private void ask(int times) {
        for (int i = 0; i < times; i++) {
            if (gate.tryDecide(POLICY, new Change.Acquire(1), clock.millis()) == null) {
                gate.changes().submit(new Change.Acquire(1));
            }
            clock.advance(Duration.ofMillis(1));
        }
    }
}
