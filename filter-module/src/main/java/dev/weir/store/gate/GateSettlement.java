package dev.weir.store.gate;

import dev.weir.core.Verdict;
import java.util.concurrent.CompletableFuture;

/** What a gate has to settle with the grid. A view of the gate's state; safe for use by many threads. */
public record GateSettlement(Gate gate) {

    /** Whether a charge, a reset or an operation would be lost with the gate. */
    public boolean owes() {
        synchronized (gate) {
            return gate.state().filter(GateState::isPinned).isPresent();
        }
    }

    /** The permits that are owed. */
    public long owedPermits() {
        synchronized (gate) {
            return gate.state().map(state -> state.debt().permits()).orElse(0L);
        }
    }

    /** Whether there is a charge or a lease to settle. */
    public boolean isUnsettled() {
        synchronized (gate) {
            return owes()
                    || gate.local().hasRefusals()
                    || gate.local().lease().filter(lease -> lease.unused() > 0).isPresent();
        }
    }

    /**
     * Whether there is a debt, an ended lease or a refusal to settle. A gate that has nothing to settle, now or later,
     * is removed from {@link PendingSettlements}.
     */
    public boolean isDue(long nowMillis) {
        synchronized (gate) {
            boolean due =
                    owes() || gate.local().leaseIsDue(nowMillis) || gate.local().refusalsAreDue(nowMillis);
            gate.state().ifPresent(state -> state.others().expire(nowMillis));
            gate.rest();
            boolean measured =
                    gate.state().filter(state -> state.others().isMeasured()).isPresent();
            if (!due && !gate.hasLease() && !measured && !gate.local().hasRefusals()) {
                gate.context().pending().remove(gate);
            }
            return due;
        }
    }

    /** Begins to settle. The denial that refusals were made by goes on with them. */
    public void begin() {
        boolean refuses;
        synchronized (gate) {
            refuses = gate.local().hasRefusals();
        }
        if (refuses) {
            PendingChange unused = gate.changes().refresh();
        } else {
            gate.start();
        }
    }

    /** Pays the debt and returns the lease; completes when the grid has answered. */
    public CompletableFuture<Verdict> flush() {
        synchronized (gate) {
            gate.active().flush();
        }
        CompletableFuture<Verdict> settled = gate.changes().refresh().verdict();
        gate.outside().endRecall();
        return settled;
    }
}
