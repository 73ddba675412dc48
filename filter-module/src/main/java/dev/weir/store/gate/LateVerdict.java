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
        if (change instanceof Change.EndHold end) {
            // what it held ends by itself then; only what was used beyond that is owed
            gate.fallback().owe(verdict == null ? Debt.of(end.more(), Block.NONE) : Debt.NONE);
            return verdict == null;
        }
        if (verdict == null || !verdict.allowed()) {
            gate.fallback().owe(Debt.of(admitted, Block.NONE));
            return true;
        }
        if (change instanceof Change.Hold hold) {
            // what the fallback admitted, it has charged as used: nothing ends the hold but this
            long taken = gate.context().clock().millis();
            return correct(new Change.EndHold(hold.permits(), admitted, taken, verdict.atMillis()));
        }
        boolean refused = admitted == 0 && change instanceof Change.Acquire;
        return refused && correct(new Change.Refund(change.permits(), verdict.atMillis()));
    }

    private boolean correct(Change correction) {
        if (!isToBeReset()) {
            PendingChange unused = gate.changes().submit(correction);
        }
        return true;
    }

    /** Whether a reset is pending, which forgets the late charge anyway. */
    private boolean isToBeReset() {
        synchronized (gate) {
            return gate.state().filter(GateState::isToBeReset).isPresent();
        }
    }
}
