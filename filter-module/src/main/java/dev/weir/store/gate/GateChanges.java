package dev.weir.store.gate;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import java.util.concurrent.CompletableFuture;

/**
 * The changes that are asked of a gate's counter, each of which joins the next operation. A view of the gate's state;
 * safe for use by many threads.
 */
public record GateChanges(Gate gate) {

    /**
     * Submits {@code change}. A reset remains pending until the grid has made it, even if its request stops waiting.
     */
    public PendingChange submit(Change change) {
        return submit(gate.policy(), change);
    }

    /** Does the same for a change that is decided by {@code policy}, whatever other requests of the key are. */
    public PendingChange submit(Policy policy, Change change) {
        if (change instanceof Change.Reset) {
            synchronized (gate) {
                gate.forgetOtherTier();
                gate.active().reset();
                gate.context().pending().add(gate);
            }
            return refresh();
        }
        return submit(new PendingChange(change, policy, new CompletableFuture<>(), true));
    }

    /** Reads the counter, and does with it whatever else there is to do. */
    public PendingChange refresh() {
        return submit(new PendingChange(Change.Peek.ONE, gate.policy(), new CompletableFuture<>(), false));
    }

    private PendingChange submit(PendingChange pending) {
        synchronized (gate) {
            gate.active().add(pending);
        }
        gate.start();
        return pending;
    }
}
