package dev.weir.store.gate;

import dev.weir.core.State;
import dev.weir.store.memory.Debt;

/**
 * What a gate does when its counter was changed, or has to be, by others: an announcement of another instance, the loss
 * of a member, a merge. A view of the gate's state; safe for use by many threads.
 */
public record OutsideChange(Gate gate) {

    /** Another instance needs the permits of the lease: returns it. */
    public void returnLease() {
        synchronized (gate) {
            gate.active().returnLease();
        }
        gate.start();
    }

    /** The counter is not what it was: a refusal is forgotten, and a lease returned if {@code endsLease}. */
    public void recheck(boolean endsLease) {
        boolean reads;
        synchronized (gate) {
            reads = gate.isInFlight() || (endsLease && gate.hasLease());
            if (reads) {
                gate.active().verify();
            } else if (!gate.hasLease()) {
                gate.forgetDecision();
            }
        }
        if (reads) {
            gate.start();
        }
    }

    /** Other instances have returned their leases, or not in time: changes wait for them no longer. */
    public void endRecall() {
        boolean ends;
        synchronized (gate) {
            ends = gate.state().filter(GateState::endRecall).isPresent();
        }
        if (ends) {
            gate.start();
        }
    }

    /** Checks whether the grid still holds a change that this instance made since then, and restores it if not. */
    public void verify(long sinceMillis) {
        if (gate.lastSeen().mark() >= sinceMillis) {
            synchronized (gate) {
                gate.active().verify();
            }
            PendingChange unused = gate.changes().refresh();
        }
    }

    /**
     * Adds to the debt the recent charges that may be missing in the grid, as far as they still count, and any block.
     * What was seen of the entry is the base of no swap any more, but of the fallback until the grid answers.
     */
    public void rechargeRecent(ClusterHistory.Missing missing) {
        synchronized (gate) {
            gate.forgetDecision();
            Debt debt;
            synchronized (gate.entry()) {
                State known = gate.lastSeen();
                long now = gate.context().clock().millis();
                debt = Debt.of(gate.policy().counting(known, missing.of(gate.entry()), now), known.block());
                gate.entry().forgetCharged();
                gate.entry().becomesUnseen();
            }
            if (!debt.isNone()) {
                gate.fallback().owe(debt);
            }
        }
    }
}
