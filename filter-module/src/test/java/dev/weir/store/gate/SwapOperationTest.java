package dev.weir.store.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.MutableClock;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.store.CounterId;
import dev.weir.store.StoreFixtures;
import dev.weir.store.grid.FakeGrid;
import dev.weir.store.memory.BatchUpdate;
import dev.weir.store.memory.Debt;
import dev.weir.store.memory.LeaseSizing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SwapOperationTest {

    private static final Policy POLICY = StoreFixtures.policy("10/1h");
    private static final CounterId ID = StoreFixtures.id(POLICY, "alice");

    private final MutableClock clock = new MutableClock();
    private final FakeGrid grid = new FakeGrid(clock);
    private final GateContext context =
            GateFixtures.context(grid, clock, LeaseSizing.NONE, new PendingSettlements(clock));

    /** A gate takes its own lock and then that of its entry: the other order would block both threads for good. */
    @Test
    void run_entryOfAnotherInstance_callsTheGateWithoutTheLockOfTheEntry() {
        new Gate(ID, context).changes().submit(new Change.Acquire(3));
        GridEntry entry = new GridEntry(context);
        List<Long> usedByOthers = new ArrayList<>();
        SwapOperation.Usage usage = new SwapOperation.Usage() {
            @Override
            public long leaseSize(State base, BatchUpdate update) {
                assertThat(Thread.holdsLock(entry)).isFalse();
                return 0;
            }

            @Override
            public boolean isProbablyChanged() {
                return false;
            }

            @Override
            public void recordChanged(boolean changed) {
                assertThat(Thread.holdsLock(entry)).isFalse();
            }

            @Override
            public void recordOthers(long permits, long nowMillis) {
                usedByOthers.add(Thread.holdsLock(entry) ? -1 : permits);
            }
        };
        PendingChange change = new PendingChange(new Change.Acquire(1), ID.policy(), new CompletableFuture<>(), true);
        SwapOperation.Batch batch = new SwapOperation.Batch(false, Debt.NONE, 0, List.of(change), false, false, false);
        BatchUpdate made = new SwapOperation(ID, entry, List.of(), batch, usage)
                .run()
                .toCompletableFuture()
                .join();
        assertThat(usedByOthers).containsExactly(3L);
        assertThat(made.verdicts().get(0).quotas().get(0).remaining()).isEqualTo(10 - 3 - 1);
    }
}
