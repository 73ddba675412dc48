package dev.weir.store.gate;

import dev.weir.core.Lending;
import dev.weir.store.memory.BatchUpdate;
import dev.weir.store.memory.Denial;
import dev.weir.store.memory.Lease;
import java.util.List;
import java.util.Optional;

/**
 * The local decision of a gate, as operations change it. A view of the gate's state; every method requires the lock of
 * the gate.
 */
record GateDecision(Gate gate) {

    /** The lease, if there is one. */
    Optional<Lease> lease() {
        return gate.decision() instanceof Lease lease ? Optional.of(lease) : Optional.empty();
    }

    boolean leaseHasEnded(long nowMillis) {
        return gate.decision() instanceof Lease lease && lease.hasEnded(nowMillis);
    }

    /** Whether there is a lease, or one before it, that has to be returned by an operation of its own. */
    boolean leaseIsDue(long nowMillis) {
        return gate.decision() instanceof Lease lease && lease.isDue(Lending.millisToReturn(gate.policy()), nowMillis);
    }

    /**
     * Counts a refusal from memory, which is written with others a second after the last operation. Returns false if it
     * has to be written at once, because a block would begin, and if the grid is not known to have the counter.
     */
    boolean countRefusal(long nowMillis) {
        boolean counts = !gate.isUnknown()
                && gate.active()
                        .refusals()
                        .tryAdd(gate.policy().block(), gate.lastSeen().block(), nowMillis);
        if (counts) {
            gate.context().pending().add(gate);
        }
        gate.rest();
        return counts;
    }

    /** Whether refusals from memory are to be written. */
    boolean refusalsAreDue(long nowMillis) {
        boolean waits = gate.decision() instanceof Denial denial && !denial.isDue(nowMillis);
        return !waits && hasRefusals();
    }

    /** Whether there are refusals from memory that are not written. */
    boolean hasRefusals() {
        return gate.state().filter(state -> !state.refusals().isNone()).isPresent();
    }

    /** Decides nothing from memory any more. Returns the leases that have ended with that. */
    List<Lease.Ended> forget() {
        List<Lease.Ended> ended = lease().map(Lease::end).orElse(List.of());
        gate.forgetDecision();
        return ended;
    }

    /** Ends the leases that go back with any operation: all if the last has ended, else the one before it. */
    List<Lease.Ended> endInTime(long nowMillis) {
        return leaseHasEnded(nowMillis)
                ? forget()
                : lease().map(lease -> lease.endOlderInTime(nowMillis)).orElse(List.of());
    }

    /** Ends the leases that go back with {@code batch}. */
    List<Lease.Ended> endWith(SwapOperation.Batch batch) {
        if (!batch.keepsLease()) {
            return forget();
        }
        return batch.renews() ? lease().map(Lease::endOlder).orElse(List.of()) : List.of();
    }

    /**
     * Decides by {@code update} from now on.
     *
     * @param keepsLease whether the present lease lasts until it is used up
     * @param text the text under which the grid has the counter
     */
    void remember(BatchUpdate update, boolean keepsLease, String text) {
        Optional<Lease> taken = update.lease();
        if (taken.isPresent()) {
            Optional<Lease> kept = keepsLease ? lease() : Optional.empty();
            gate.decide(kept.map(taken.get()::after).orElse(taken.get()), text);
            gate.context().pending().add(gate);
        } else if (!keepsLease) {
            gate.decide(update.decision(), text);
        } else if (update.isBlocked()) {
            gate.active().returnLease();
        }
    }
}
