package dev.weir.store.gate;

import dev.weir.core.Block;
import dev.weir.core.Change;
import dev.weir.core.Lending;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.store.memory.Debt;
import java.util.Optional;

/**
 * The decisions that were made for a gate's counter while the grid did not answer, to be settled later. A view of the
 * gate's state; safe for use by many threads.
 */
public record FallbackAccount(Gate gate) {

    /** Usage that is longer ago is no longer known. */
    private static final long LONGEST_UNSEEN_MILLIS = 1_000;
    /** How far ahead the usage of others is predicted, in durations of a lease: a window. */
    private static final long FORESIGHT_LEASES = 32;

    private static final long LONGEST_FORESIGHT_MILLIS = 8_000;

    /**
     * Stops waiting for {@code pending}, which the fallback has decided. A change that is not in flight yet is
     * withdrawn, unless it is a correction. Otherwise {@link LateVerdict} corrects the difference when the grid
     * answers.
     *
     * @param waited false if the request had no time left to wait, which is no sign of an unresponsive grid
     * @param owed what the fallback admitted
     */
    public void abandon(PendingChange pending, boolean waited, Debt owed) {
        boolean takenBack;
        synchronized (gate) {
            GateState state = gate.active();
            takenBack = !(pending.change() instanceof Change.Correction) && state.takeBack(pending);
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

    /** Whether this instance knows enough to count alone; see {@link Notices#isAwake}. */
    public boolean isAwake() {
        return gate.context().notices().isAwake(gate.context().clock().millis());
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

    /** Whether the fallback decided for this key since the grid last answered. */
    public boolean isInUse() {
        synchronized (gate) {
            return gate.state().filter(GateState::isFallback).isPresent();
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
     * The state {@code seen}, less what other instances have probably used since and will use within a window: the grid
     * can be unreachable for this instance alone, or late. So the share of a key that others use up shrinks to nothing.
     * The debt is charged as the local counter would have charged it, which can have been evicted.
     *
     * @param seen the last state of the grid
     * @param part what counts on this instance in the place of the gate's policy
     */
    public State projected(State seen, Policy part) {
        long now = gate.context().clock().millis();
        Policy policy = gate.policy();
        synchronized (gate) {
            Optional<GateState> state = gate.state();
            Debt debt = state.map(GateState::debt).orElse(Debt.NONE);
            State owed = debt.isNone()
                    ? seen
                    : part.settle(
                            seen,
                            debt.permits(),
                            debt.block(),
                            state.orElseThrow().owedMillis());
            long unseen = Math.max(0, Math.min(LONGEST_UNSEEN_MILLIS, now - seen.mark()));
            long ahead = Math.min(LONGEST_FORESIGHT_MILLIS, Lending.leaseMillis(policy) * FORESIGHT_LEASES);
            long theirs = state.map(each -> each.others().expected(unseen + ahead, now))
                    .orElse(0L);
            return theirs == 0 ? owed : policy.settle(owed, theirs, Block.NONE, now);
        }
    }
}
