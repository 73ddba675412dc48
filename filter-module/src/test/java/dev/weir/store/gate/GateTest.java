package dev.weir.store.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.MutableClock;
import dev.weir.core.Algorithm;
import dev.weir.core.Block;
import dev.weir.core.Change;
import dev.weir.core.Fallback;
import dev.weir.core.Policy;
import dev.weir.store.StoreFixtures;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.memory.Debt;
import dev.weir.store.memory.LeaseSizing;
import dev.weir.text.LimitReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of requests that did not wait for their answer. */
class GateTest {

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private Optional<Error> failure = Optional.empty();

    @Test
    void acquire_lateRefusalOfWhatWasAdmitted_isChargedAllTheSame() {
        Policy policy = policy("1/1h", Fallback.OPEN);
        Gate gate = gate(policy);
        gate.changes().submit(new Change.Acquire(1));
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        PendingChange late = gate.changes().submit(new Change.Acquire(1));
        gate.fallback().abandon(late, true, Debt.of(1, Block.NONE));
        grid.thaw();
        assertThat(policy.peek(gate.lastSeen(), 1, clock.millis()).allowed()).isFalse();
        clock.advance(Duration.ofMinutes(70));
        assertThat(policy.peek(gate.lastSeen(), 1, clock.millis()).allowed()).isTrue();
        assertThat(gate.lastSeen().version()).as("charged once more").isEqualTo(2);
    }

    @Test
    void acquire_lateAdmissionOfWhatWasRefused_isRefunded() {
        Policy policy = policy("5/1h", Fallback.CLOSED);
        Gate gate = gate(policy);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        gate.fallback().abandon(gate.changes().submit(new Change.Acquire(2)), true, Debt.NONE);
        grid.thaw();
        assertThat(policy.peek(gate.lastSeen(), 5, clock.millis()).allowed()).isTrue();
    }

    @Test
    void acquire_lateAdmissionBeforeAReset_isNotRefundedAfterIt() {
        Policy policy = policy("5/1h", Fallback.CLOSED);
        Gate gate = gate(policy);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        gate.fallback().abandon(gate.changes().submit(new Change.Acquire(2)), true, Debt.NONE);
        gate.changes().submit(new Change.Reset());
        gate.changes().submit(new Change.Acquire(3));
        grid.thaw();
        assertThat(policy.peek(gate.lastSeen(), 1, clock.millis())
                        .quotas()
                        .get(0)
                        .remaining())
                .isEqualTo(2);
    }

    @Test
    void acquire_lateAdmissionOfWhatWasAdmitted_isChargedOnce() {
        Policy policy = policy("5/1h", Fallback.OPEN);
        Gate gate = gate(policy);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        gate.fallback().abandon(gate.changes().submit(new Change.Acquire(2)), true, Debt.of(2, Block.NONE));
        grid.thaw();
        assertThat(policy.peek(gate.lastSeen(), 1, clock.millis())
                        .quotas()
                        .get(0)
                        .remaining())
                .isEqualTo(3);
    }

    @Test
    void acquire_takenBackWhileWaiting_isNotChargedLater() {
        Policy policy = policy("5/1h", Fallback.CLOSED);
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        Gate gate = gate(policy);
        gate.changes().submit(new Change.Acquire(1));
        PendingChange second = gate.changes().submit(new Change.Acquire(1));
        gate.fallback().abandon(second, true, Debt.NONE);
        grid.thaw();
        assertThat(policy.peek(gate.lastSeen(), 1, clock.millis())
                        .quotas()
                        .get(0)
                        .remaining())
                .isEqualTo(4);
        assertThat(second.verdict()).isNotDone();
    }

    @Test
    void refund_madeLateWithNothingLeft_forgivesNoDebt() {
        Policy policy = policy("2/1h", Fallback.LOCAL);
        Gate gate = gate(policy);
        gate.changes().submit(new Change.Acquire(2));
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        long longAgo = clock.millis() - Duration.ofMinutes(10).toMillis();
        PendingChange refund = gate.changes().submit(new Change.Refund(1, longAgo));
        gate.fallback().owe(Debt.of(2, Block.NONE));
        gate.fallback().abandon(refund, true, Debt.NONE);
        grid.thaw();
        Policy raised = policy("10/1h", Fallback.LOCAL);
        assertThat(raised.peek(gate.lastSeen(), 1, clock.millis())
                        .quotas()
                        .get(0)
                        .remaining())
                .as("two taken and two owed")
                .isEqualTo(6);
    }

    @Test
    void refund_swapThatIsRepeatedAfterAnotherBuiltOnIt_isMadeOnce() {
        Policy policy = policy("10/1h", Fallback.LOCAL);
        Gate gate = gate(policy);
        Gate other = gate(policy);
        gate.changes().submit(new Change.Acquire(5));
        grid.ownerDiesAfterTheSwap(() -> other.changes().submit(new Change.Acquire(1)));
        gate.changes().submit(new Change.Refund(2, clock.millis()));
        assertThat(remaining(policy, gate)).isEqualTo(10 - 5 + 2 - 1);
    }

    @Test
    void refund_givenUpWhileItWaits_isMadeAllTheSame() {
        Policy policy = policy("10/1h", Fallback.LOCAL);
        Gate gate = gate(policy);
        gate.changes().submit(new Change.Acquire(2));
        grid.behaviour = FakeGrid.Behaviour.SILENT;
        gate.changes().submit(new Change.Acquire(1));
        PendingChange refund = gate.changes().submit(new Change.Refund(1, clock.millis()));
        gate.fallback().abandon(refund, true, Debt.NONE);
        grid.thaw();
        assertThat(remaining(policy, gate)).isEqualTo(10 - 2 - 1 + 1);
    }

    @Test
    void refund_answerIsLost_isMadeOnce() {
        Policy policy = policy("10/1h", Fallback.LOCAL);
        Gate gate = gate(policy);
        gate.changes().submit(new Change.Acquire(5));
        grid.behaviour = FakeGrid.Behaviour.LOSING;
        PendingChange refund = gate.changes().submit(new Change.Refund(2, clock.millis()));
        gate.fallback().owe(Debt.of(2, Block.NONE));
        gate.fallback().abandon(refund, true, Debt.NONE);
        grid.behaviour = FakeGrid.Behaviour.ANSWERING;
        gate.start();
        assertThat(remaining(policy, gate)).as("five and two, less two").isEqualTo(10 - 5 - 2 + 2);
    }

    @Test
    void start_errorBeforeAnythingIsSent_nextOneIsMade() {
        Policy policy = policy("10/1h", Fallback.LOCAL);
        Gate gate = gate(policy);
        gate.fallback().owe(Debt.of(1, Block.NONE));
        failure = Optional.of(new LinkageError("a class of the application is gone"));
        assertThatThrownBy(gate::start).isInstanceOf(LinkageError.class);
        failure = Optional.empty();
        gate.start();
        assertThat(remaining(policy, gate)).isEqualTo(9);
    }

    private long remaining(Policy policy, Gate gate) {
        gate.changes().submit(new Change.Peek(1));
        return policy.peek(gate.lastSeen(), 1, clock.millis()).quotas().get(0).remaining();
    }

    private Gate gate(Policy policy) {
        GateContext link = GateFixtures.context(grid, this::instant, LeaseSizing.NONE, new PendingSettlements(clock));
        return new Gate(StoreFixtures.id(policy, "alice"), link);
    }

    private Instant instant() {
        failure.ifPresent(each -> {
            throw each;
        });
        return clock.instant();
    }

    private static Policy policy(String limits, Fallback fallback) {
        return Policy.of("tested", Algorithm.SLIDING_WINDOW, LimitReader.readAll(limits))
                .withFallback(fallback);
    }
}
