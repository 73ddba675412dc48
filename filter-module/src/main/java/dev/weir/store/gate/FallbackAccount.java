package dev.weir.store.gate;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.store.memory.Debt;

/**
 * The decisions that were made for a gate's counter while the grid did not answer, to be settled later. A view of the
 * gate's state; safe for use by many threads.
 */
public record FallbackAccount(Gate gate) {

    /**
     * Stops waiting for {@code pending}, which the fallback has decided. A change that is not in flight yet is
     * withdrawn, unless it is a refund. Otherwise {@link LateVerdict} corrects the difference when the grid answers.
     *
     * @param waited false if the request had no time left to wait, which is no sign of an unresponsive grid
     * @param owed what the fallback admitted
     */
    public void abandon(PendingChange pending, boolean waited, Debt owed) {
        boolean takenBack;
        synchronized (gate) {
            GateState state = gate.active();
            takenBack = !(pending.change() instanceof Change.Refund) && state.takeBack(pending);
            if (waited && !pending.verdict().isDone()) {
                state.waitedInVain();
            }
        }
        if (takenBack) {
            owe(owed);
        } else {
            owe(Debt.of(0, owed.block()));
            var unused = pending.verdict().handle(new LateVerdict(gate, pending.change(), owed.permits()));
        }
    }

    /** Adds {@code debt} to what is owed. */
    public void owe(Debt debt) {
        synchronized (gate) {
            GateState state = gate.active();
            state.owe(debt, gate.context().clock().millis());
            if (!state.debt().isNone()) {
                gate.context().pending().add(gate);
            }
        }
    }

    /** Whether {@code permits} of the debt are not in flight yet, so that a refund needs no operation. */
    public boolean owesAtLeast(long permits) {
        synchronized (gate) {
            return gate.state()
                    .filter(state -> !state.isInFlight() && state.debt().permits() >= permits)
                    .isPresent();
        }
    }

    /** Reduces the debt by {@code permits}. */
    public void refund(long permits) {
        synchronized (gate) {
            gate.active().refundDebt(permits);
        }
    }

    /** Whether the grid holds the key and was charged for all decisions of the fallback. */
    public boolean isSettled() {
        synchronized (gate) {
            return gate.state().filter(GateState::isFallbackSettled).isPresent() && !gate.isUnknown();
        }
    }

    /** Whether the fallback decided for this key since the grid last answered; no longer after this. */
    public boolean end() {
        synchronized (gate) {
            boolean was = gate.state().filter(GateState::endFallback).isPresent();
            gate.rest();
            return was;
        }
    }

    /**
     * See {@link GateState#projected}.
     *
     * @param seen the last state of the grid
     * @param part what counts on this instance in the place of the gate's policy
     */
    public State projected(State seen, Policy part) {
        long now = gate.context().clock().millis();
        synchronized (gate) {
            return gate.state()
                    .map(state -> state.projected(gate.policy(), seen, part, now))
                    .orElse(seen);
        }
    }
}
