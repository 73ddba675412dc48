package dev.weir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.core.Algorithm;
import dev.weir.core.Change;
import dev.weir.core.Fallback;
import dev.weir.core.Limit;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of requests that did not wait for their answer. */
class GateTest {

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);

    @Test
    void acquire_lateRefusalOfWhatWasAdmitted_isChargedAllTheSame() {
        Policy policy = policy("1/1h", Fallback.OPEN);
        Gate gate = gate(policy);
        gate.submit(new Change.Acquire(1));
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        Request late = gate.submit(new Change.Acquire(1));
        gate.giveUp(late, true, 1, 0);
        grid.thaw();
        assertThat(policy.peek(gate.known(), 1, clock.millis()).allowed()).isFalse();
        clock.advance(Duration.ofMinutes(70));
        assertThat(policy.peek(gate.known(), 1, clock.millis()).allowed()).isTrue();
        assertThat(gate.known().version()).as("charged once more").isEqualTo(2);
    }

    @Test
    void acquire_lateAdmissionOfWhatWasRefused_isRefunded() {
        Policy policy = policy("5/1h", Fallback.CLOSED);
        Gate gate = gate(policy);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        gate.giveUp(gate.submit(new Change.Acquire(2)), true, 0, 0);
        grid.thaw();
        assertThat(policy.peek(gate.known(), 5, clock.millis()).allowed()).isTrue();
    }

    @Test
    void acquire_lateAdmissionOfWhatWasAdmitted_isChargedOnce() {
        Policy policy = policy("5/1h", Fallback.OPEN);
        Gate gate = gate(policy);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        gate.giveUp(gate.submit(new Change.Acquire(2)), true, 2, 0);
        grid.thaw();
        assertThat(policy.peek(gate.known(), 1, clock.millis()).quotas().get(0).remaining())
                .isEqualTo(3);
    }

    @Test
    void acquire_takenBackWhileWaiting_isNotChargedLater() {
        Policy policy = policy("5/1h", Fallback.CLOSED);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        Gate gate = gate(policy);
        gate.submit(new Change.Acquire(1));
        Request second = gate.submit(new Change.Acquire(1));
        gate.giveUp(second, true, 0, 0);
        grid.thaw();
        assertThat(policy.peek(gate.known(), 1, clock.millis()).quotas().get(0).remaining())
                .isEqualTo(4);
        assertThat(second.verdict()).isNotDone();
    }

    @Test
    void refund_madeLateWithNothingLeft_forgivesNoDebt() {
        Policy policy = policy("2/1h", Fallback.LOCAL);
        Gate gate = gate(policy);
        gate.submit(new Change.Acquire(2));
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        long longAgo = clock.millis() - Duration.ofMinutes(10).toMillis();
        Request refund = gate.submit(new Change.Refund(1, longAgo));
        gate.owe(2, 0);
        gate.giveUp(refund, true, -1, 0);
        grid.thaw();
        Policy raised = policy("10/1h", Fallback.LOCAL);
        assertThat(raised.peek(gate.known(), 1, clock.millis()).quotas().get(0).remaining())
                .as("two taken and two owed")
                .isEqualTo(6);
    }

    private Gate gate(Policy policy) {
        Link link = new Link(
                grid, clock, Lending.NONE, new Unsettled(clock), StoreFixtures::text, (swapped, booking, held) -> {});
        return new Gate(StoreFixtures.id(policy, "alice"), link);
    }

    private static Policy policy(String limits, Fallback fallback) {
        return new Policy("tested", Limit.parseAll(limits), Algorithm.SLIDING_WINDOW, Mode.ENFORCE, fallback, 0);
    }
}
