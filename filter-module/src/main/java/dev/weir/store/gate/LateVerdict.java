package dev.weir.store.gate;

import dev.weir.core.Block;
import dev.weir.core.Change;
import dev.weir.core.Verdict;
import dev.weir.store.memory.Debt;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Corrects the difference between the grid's late verdict and what the fallback decided meanwhile. Immutable.
 *
 * @param admitted how many permits the fallback admitted
 */
record LateVerdict(Gate gate, Change change, long admitted)
        implements BiFunction<@Nullable Verdict, @Nullable Throwable, Boolean> {

    /** @param verdict null if the grid failed. Returns whether there was a difference */
    @Override
    public Boolean apply(@Nullable Verdict verdict, @Nullable Throwable failure) {
        if (change instanceof Change.Refund) {
            if (verdict == null) {
                // it may have been made: to repeat it could give back too much
                gate.fallback().owe(Debt.NONE);
            }
            return false;
        }
        if (change instanceof Change.Settle) {
            // if it was made nevertheless, it is charged twice: the stricter of the two errors
            gate.fallback().owe(verdict == null ? Debt.of(change.permits(), Block.NONE) : Debt.NONE);
            return verdict == null;
        }
        if (verdict == null || !verdict.allowed()) {
            gate.fallback().owe(Debt.of(admitted, Block.NONE));
            return true;
        }
        boolean refused = admitted == 0 && change instanceof Change.Acquire;
        if (refused && !isToBeReset()) {
            PendingChange unused = gate.changes().submit(new Change.Refund(change.permits(), verdict.atMillis()));
        }
        return refused;
    }

    /** Whether a reset is pending, which forgets the late charge anyway. */
    private boolean isToBeReset() {
        synchronized (gate) {
            return gate.state().filter(GateState::isToBeReset).isPresent();
        }
    }
}
