package dev.weir.store.gate;

import dev.weir.core.Block;
import dev.weir.core.Change;
import dev.weir.core.Verdict;
import dev.weir.store.memory.Debt;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sets right what the grid made of a change that the fallback decided meanwhile. Immutable.
 *
 * @param admitted how many permits the fallback admitted
 */
record LateVerdict(Gate gate, Change change, long admitted)
        implements BiFunction<@Nullable Verdict, @Nullable Throwable, Boolean> {

    /** @param verdict null if the grid failed. Returns whether there was anything to set right */
    @Override
    public Boolean apply(@Nullable Verdict verdict, @Nullable Throwable failure) {
        if (change instanceof Change.Refund) {
            if (verdict == null) {
                // whether it was made after all is not known: to make it twice would be a fresh quota
                gate.fallback().owe(Debt.NONE);
            }
            return false;
        }
        if (verdict == null || !verdict.allowed()) {
            gate.fallback().owe(Debt.of(admitted, Block.NONE));
            return true;
        }
        boolean refused = admitted == 0 && change instanceof Change.Acquire;
        if (refused && !isToBeReset()) {
            PendingChange unused = gate.submit(new Change.Refund(change.permits(), verdict.atMillis()));
        }
        return refused;
    }

    /** Whether a reset is on its way, which forgets what the grid has counted before: to give that back as well is too much. */
    private boolean isToBeReset() {
        synchronized (gate) {
            return gate.state().filter(GateState::isToBeReset).isPresent();
        }
    }
}
