package dev.weir.store.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.core.Algorithm;
import dev.weir.core.Change;
import dev.weir.core.Fallback;
import dev.weir.core.Policy;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreResult;
import dev.weir.store.grid.FakeGrid;
import dev.weir.text.LimitReader;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What calls in flight hold, where the grid is late, silent or loses a member. */
class HoldTest {

    private static final long HALF_A_MINUTE = 30_000;
    private static final Policy POLICY = Policy.of("tested", Algorithm.SLIDING_LOG, LimitReader.readAll("10/1s"));

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final ImpatientClient alice = new ImpatientClient(StoreFixtures.store(grid), "u:alice");
    /** Another instance. */
    private final ImpatientClient other = new ImpatientClient(StoreFixtures.store(grid), "u:alice");

    private Change.EndHold hold(long permits, long used) {
        long now = clock.millis();
        StoreResult held = alice.apply(POLICY, new Change.Hold(permits, now + HALF_A_MINUTE));
        long last = StoreFixtures.decided(held).verdict().atMillis();
        assertThat(last).isEqualTo(now + HALF_A_MINUTE);
        return new Change.EndHold(permits, used, now, last);
    }

    private void pass(long millis) {
        clock.advance(Duration.ofMillis(millis));
    }

    @Test
    void endHold_swapThatMayHaveBeenMade_isNotMadeAgain() {
        Change.EndHold end = hold(3, 1);
        pass(100);
        grid.ownerDiesAfterTheSwap(() -> {});
        alice.apply(POLICY, end);
        assertThat(other.remaining(POLICY)).isEqualTo(9);
    }

    @Test
    void endHold_moreWasUsedAndTheSwapMayHaveBeenMade_isChargedTwiceAtMost() {
        Change.EndHold end = hold(3, 5);
        grid.ownerDiesAfterTheSwap(() -> {});
        alice.apply(POLICY, end);
        assertThat(other.remaining(POLICY)).isEqualTo(10 - 5 - 2);
    }

    @Test
    void hold_admittedLate_afterTheFallbackAdmitted_isUsed() {
        alice.remaining(POLICY);
        grid.behaviour = FakeGrid.Behaviour.LATE;
        StoreResult alone = alice.apply(POLICY, new Change.Hold(2, clock.millis() + HALF_A_MINUTE));
        assertThat(StoreFixtures.decided(alone).allowed()).isTrue();
        assertThat(StoreFixtures.decided(alone).verdict().atMillis()).isEqualTo(clock.millis());
        grid.thaw();
        assertThat(other.remaining(POLICY)).isEqualTo(8);
        pass(1_000);
        assertThat(other.remaining(POLICY)).isEqualTo(10);
    }

    @Test
    void hold_admittedLate_afterTheFallbackRefused_isGivenBack() {
        Policy closed = POLICY.withFallback(Fallback.CLOSED);
        alice.remaining(closed);
        grid.behaviour = FakeGrid.Behaviour.LATE;
        alice.apply(closed, new Change.Hold(2, clock.millis() + HALF_A_MINUTE));
        grid.thaw();
        assertThat(other.remaining(closed)).isEqualTo(10);
    }

    @Test
    void hold_whileTheGridFails_isChargedWhenItAnswers() {
        alice.remaining(POLICY);
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        alice.apply(POLICY, new Change.Hold(2, clock.millis() + HALF_A_MINUTE));
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        assertThat(alice.remaining(POLICY)).isEqualTo(8);
        pass(1_000);
        assertThat(other.remaining(POLICY)).isEqualTo(10);
    }

    @Test
    void endHold_whileTheGridIsLate_isMadeThen() {
        Change.EndHold end = hold(4, 1);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        alice.apply(POLICY, end);
        grid.thaw();
        assertThat(other.remaining(POLICY)).isEqualTo(9);
    }

    @Test
    void endHold_whileTheGridFails_theHoldEndsByItselfAndTheRestIsOwed() {
        Change.EndHold end = hold(2, 5);
        grid.behaviour = FakeGrid.Behaviour.FAILING;
        alice.apply(POLICY, end);
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        assertThat(alice.remaining(POLICY)).isEqualTo(10 - 2 - 3);
        pass(1_000);
        assertThat(other.remaining(POLICY)).isEqualTo(8);
        pass(HALF_A_MINUTE);
        assertThat(other.remaining(POLICY)).isEqualTo(10);
    }

    @Test
    void endHold_afterAReset_countsWhatWasUsedAndGivesNothingBack() {
        Change.EndHold end = hold(4, 1);
        alice.apply(POLICY, new Change.Reset());
        alice.apply(POLICY, new Change.Acquire(5));
        alice.apply(POLICY, end);
        assertThat(other.remaining(POLICY)).isEqualTo(4);
    }

    @Test
    void cancel_refusedElsewhere_isHeardOf() {
        Change.EndHold cancel = hold(10, 0);
        assertThat(other.admitted(POLICY, 1)).isZero();
        alice.apply(POLICY, cancel);
        pass(2_000);
        assertThat(other.admitted(POLICY, 1)).isEqualTo(1);
    }
}
