package dev.weir.store.gate;

import dev.weir.store.memory.BatchUpdate;
import dev.weir.store.memory.Debt;
import dev.weir.store.memory.Lease;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The transient state of a {@link Gate}: changes that wait for the grid, the debt, and the usage of the key. Most gates
 * are idle and have none. Guarded by its gate.
 */
final class GateState {

    private Operation operation = Operation.NONE;
    private final Set<Action> pending = EnumSet.noneOf(Action.class);
    private List<PendingChange> waiting = List.of();
    private Debt debt = Debt.NONE;
    /** When the last permit that is owed was admitted. */
    private long owedMillis;
    /** Whether the fallback has decided for this key since the grid last answered. */
    private boolean fallback;
    /** Whether a new lease is to be taken while the present one lasts. */
    private boolean renews;

    private final UsageOfOthers others = new UsageOfOthers();
    private final UncountedRefusals refusals = new UncountedRefusals();

    /** The operation of a gate. */
    private enum Operation {
        NONE,
        IN_FLIGHT,
        /** In flight, and a request has waited in vain for it. */
        OVERDUE,
        /** Other instances were asked to return their leases; changes wait until they have, or for a moment. */
        RECALLING
    }

    /**
     * What the next operation has to do besides the waiting changes. While one is pending, local decisions are not
     * used.
     */
    private enum Action {
        /** The key is forgotten, before anything else. */
        RESET,
        /** The grid may hold something else than it did: read it again. */
        VERIFY,
        /** Another instance needs the permits of the lease: it is returned, whether or not any are left. */
        RETURN,
        /** The instance is closing: nothing is lent any more. Never removed. */
        FLUSH
    }

    /** Whether this holds nothing that a new one would not. */
    boolean isIdle() {
        return operation == Operation.NONE
                && pending.isEmpty()
                && waiting.isEmpty()
                && debt.isNone()
                && !fallback
                && !renews
                && !others.isMeasured()
                && refusals.isNone();
    }

    /** Whether a charge would be lost if this were discarded. */
    boolean isPinned() {
        return operation != Operation.NONE || isToBeReset() || !debt.isNone();
    }

    /** Marks an operation as in flight. Returns whether none was. */
    boolean tryBegin() {
        boolean begins = operation == Operation.NONE;
        operation = begins ? Operation.IN_FLIGHT : operation;
        return begins;
    }

    boolean isInFlight() {
        return operation != Operation.NONE;
    }

    /**
     * Whether the operation in flight has outlasted the wait budget of a request: no other request should wait for it.
     */
    boolean isOverdue() {
        return operation == Operation.OVERDUE;
    }

    /** A request has waited in vain: marks the operation in flight, if any, as overdue. */
    void waitedInVain() {
        operation = operation == Operation.IN_FLIGHT ? Operation.OVERDUE : operation;
    }

    /** {@code changes} wait until others have returned their leases; they are refused then if that is too little. */
    void recall(List<PendingChange> changes) {
        List<PendingChange> all = new ArrayList<>(changes.size() + waiting.size());
        changes.forEach(each -> all.add(each.withoutRecall()));
        waiting.forEach(each -> all.add(each.withoutRecall()));
        waiting = all;
        operation = Operation.RECALLING;
    }

    boolean isRecalling() {
        return operation == Operation.RECALLING;
    }

    /** Ends the waiting for other instances. Returns whether there was any. */
    boolean endRecall() {
        boolean ends = operation == Operation.RECALLING;
        operation = ends ? Operation.NONE : operation;
        return ends;
    }

    /**
     * Starts the next operation. Returns whether it must not use local decisions; a verification is then no longer
     * pending.
     */
    boolean startNext() {
        operation = Operation.IN_FLIGHT;
        boolean asks = !pending.isEmpty();
        pending.remove(Action.VERIFY);
        return asks;
    }

    /**
     * What the next operation has to do, a reset and all changes from now on being its own; empty if there is nothing,
     * and no operation is in flight then.
     *
     * @param ended the leases that have ended
     * @param hasLease whether the instance has a lease that has not ended
     */
    Optional<SwapOperation.Batch> takeBatch(List<Lease.Ended> ended, boolean hasLease) {
        boolean returns = pending.remove(Action.RETURN) && !ended.isEmpty();
        boolean takes = renews && hasLease && !pending.contains(Action.FLUSH);
        renews = false;
        boolean hasUnused = ended.stream().anyMatch(each -> each.unused() > 0);
        boolean settles = !debt.isNone() || isToBeReset() || !refusals.isNone();
        if (waiting.isEmpty() && !settles && !returns && !takes && !hasUnused) {
            stop();
            return Optional.empty();
        }
        boolean resets = pending.remove(Action.RESET);
        boolean keepsLease = hasLease && waiting.isEmpty() && !resets;
        return Optional.of(new SwapOperation.Batch(
                resets, debt, refusals.takeAll(), takeAll(), keepsLease, keepsLease && takes, returns));
    }

    /** No operation is in flight any more. */
    void stop() {
        operation = Operation.NONE;
    }

    /** {@code update} was made, and {@code paid} with it; a reset that came meanwhile has forgiven that already. */
    void succeeded(Debt paid, BatchUpdate update) {
        if (!isToBeReset()) {
            debt = debt.minus(paid);
        }
        others.record(0, update.nowMillis());
    }

    /**
     * The operation in flight failed. Returns whether changes wait for the next one.
     *
     * @param resets whether it was to forget the key, which is still to be done
     */
    boolean failed(boolean resets) {
        if (resets) {
            pending.add(Action.RESET);
        }
        if (waiting.isEmpty()) {
            operation = Operation.NONE;
        }
        return !waiting.isEmpty();
    }

    /** The next operation forgets the key and its debt. */
    void reset() {
        pending.add(Action.RESET);
        debt = Debt.NONE;
    }

    boolean isToBeReset() {
        return pending.contains(Action.RESET);
    }

    void verify() {
        pending.add(Action.VERIFY);
    }

    /** The lease is to be returned: another instance needs it. */
    void returnLease() {
        pending.add(Action.RETURN);
    }

    /** A new lease is to be taken before the present one is used up. */
    void renew() {
        renews = true;
    }

    void flush() {
        pending.add(Action.FLUSH);
    }

    void add(PendingChange change) {
        if (waiting.isEmpty()) {
            waiting = new ArrayList<>(1);
        }
        waiting.add(change);
    }

    /** Withdraws {@code change}. Returns whether it was still waiting. */
    boolean takeBack(PendingChange change) {
        return !waiting.isEmpty() && waiting.removeIf(each -> each.verdict() == change.verdict());
    }

    /** Removes and returns all waiting changes. */
    List<PendingChange> takeAll() {
        List<PendingChange> all = waiting;
        waiting = List.of();
        return all;
    }

    Debt debt() {
        return debt;
    }

    /** When the last permit that is owed was admitted. */
    long owedMillis() {
        return owedMillis;
    }

    void owe(Debt more, long nowMillis) {
        fallback = true;
        owedMillis = more.permits() > 0 ? nowMillis : owedMillis;
        debt = debt.plus(more);
    }

    /** {@code permits} that are owed were given back. */
    void refundDebt(long permits) {
        fallback = true;
        debt = debt.refunded(permits);
    }

    /** Whether the fallback decided for this key since the grid last answered. */
    boolean isFallback() {
        return fallback;
    }

    /** Whether the fallback decided for this key, and nothing of that has to be settled any more. */
    boolean isFallbackSettled() {
        return fallback && !isPinned() && waiting.isEmpty();
    }

    /** Whether the fallback decided for this key since the grid last answered; no longer after this. */
    boolean endFallback() {
        boolean was = fallback;
        fallback = false;
        return was;
    }

    /** The instance is closing: it takes no more leases. */
    boolean isClosing() {
        return pending.contains(Action.FLUSH);
    }

    /** The usage of other instances. */
    UsageOfOthers others() {
        return others;
    }

    /** The refusals that were made from memory. */
    UncountedRefusals refusals() {
        return refusals;
    }
}
