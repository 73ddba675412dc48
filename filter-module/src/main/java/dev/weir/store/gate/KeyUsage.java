package dev.weir.store.gate;

import dev.weir.Key;
import dev.weir.core.State;
import dev.weir.store.memory.BatchUpdate;
import dev.weir.store.memory.Lease;
import java.util.Optional;

/**
 * The usage of a gate's key, as one operation needs and learns it. Safe for use by many threads.
 *
 * @param last how the last lease was used, if there was one
 * @param isUnknown whether this instance did not know the counter when the operation began
 */
record KeyUsage(Gate gate, SwapOperation.Batch batch, Optional<Lease.Use> last, boolean isUnknown)
        implements SwapOperation.Usage {

    @Override
    public long leaseSize(State base, BatchUpdate update) {
        synchronized (gate) {
            GateState state = gate.active();
            state.others().measure(base.mark(), update.nowMillis());
            if (state.others().isMeasured()) {
                gate.context().pending().add(gate);
            }
            if (state.isClosing()) {
                return 0;
            }
            long kept = batch.keepsLease() ? last.map(Lease.Use::unused).orElse(0L) : 0;
            return gate.context().leases().size(update.policy(), update, last, kept);
        }
    }

    @Override
    public boolean isProbablyChanged() {
        if (!isUnknown) {
            return gate.isOftenChanged();
        }
        // the time of a login must not tell whether its username was tried at another instance, as that of a user was
        return gate.id().key().kind() == Key.Kind.LOGIN
                || gate.context().unknown().isBetter();
    }

    @Override
    public void recordChanged(boolean changed) {
        if (isUnknown) {
            gate.context().unknown().record(changed);
        } else {
            gate.recordChanged(changed);
        }
    }

    @Override
    public void recordOthers(long permits, long nowMillis) {
        synchronized (gate) {
            gate.state().ifPresent(state -> state.others().record(permits, nowMillis));
        }
    }
}
