package dev.weir.store.gate;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.store.memory.Debt;

/**
 * What was decided for a gate's counter while the grid did not answer, and is settled with it later. Its state is that of the
 * gate; safe for use by many threads.
 */
public record FallbackAccount(Gate gate) {

    /**
     * Ends the waiting for {@code pending}, which the fallback decided. If it is not in flight yet it is taken back, unless it is
     * a refund, which no other change makes; otherwise what the grid makes of it in the end is set right.
     *
     * @param waited false if there was no time to wait at all, which says nothing about the grid
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

    /** Remembers what was decided without the grid. */
    public void owe(Debt debt) {
        synchronized (gate) {
            GateState state = gate.active();
            state.owe(debt, gate.context().clock().millis());
            if (!state.debt().isNone()) {
                gate.context().pending().add(gate);
            }
        }
    }

    /** Whether {@code permits} are owed that were not sent yet: these can be given back without asking the grid. */
    public boolean owesAtLeast(long permits) {
        synchronized (gate) {
            return gate.state()
                    .filter(state -> !state.isInFlight() && state.debt().permits() >= permits)
                    .isPresent();
        }
    }

    /** Gives back {@code permits} of those that are owed. */
    public void refund(long permits) {
        synchronized (gate) {
            gate.active().refundDebt(permits);
        }
    }

    /** Whether the grid, which has the key, knows as much as the local counter of the fallback. */
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
     * @param seen the state of the grid to go on from
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
