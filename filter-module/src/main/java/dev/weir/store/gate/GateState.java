package dev.weir.store.gate;

import dev.weir.core.Block;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.store.memory.BatchUpdate;
import dev.weir.store.memory.Debt;
import dev.weir.store.memory.LeaseSizing;
import dev.weir.store.memory.UsagePrediction;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The transient state of a {@link Gate}: changes that wait for the grid, the debt, and the usage of the key. Most gates
 * are idle and have none. Guarded by its gate.
 */
final class GateState {

    private static final long SECOND_MILLIS = 1_000;
    /** How far ahead the fallback predicts, in durations of a lease: an eighth of the window. */
    private static final long FORESIGHT_LEASES = 4;

    private Operation operation = Operation.NONE;
    private final Set<Action> pending = EnumSet.noneOf(Action.class);
    private List<PendingChange> waiting = List.of();
    private Debt debt = Debt.NONE;
    /** When the last permit that is owed was admitted. */
    private long owedMillis;
    /** Whether the fallback has decided for this key since the grid last answered. */
    private boolean fallback;
    /** Null until two requests come within the duration of a lease. */
    private @Nullable UsagePrediction usage;

    /** The operation of a gate. */
    private enum Operation {
        NONE,
        IN_FLIGHT,
        /** In flight, and a request has waited in vain for it. */
        OVERDUE
    }

    /**
     * What the next operation has to do besides the waiting changes. While one is pending, local decisions are not
     * used.
     */
    private enum Action {
        /** The key is forgotten, before anything else. */
        RESET,
        /** The grid may have lost what it held: read it again. */
        VERIFY,
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
                && usage == null;
    }

    /** Whether a charge would be lost if this were discarded. */
    boolean isPinned() {
        return operation != Operation.NONE || isToBeReset() || !debt.isNone();
    }

    // ---- operations

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
        operation = operation == Operation.NONE ? Operation.NONE : Operation.OVERDUE;
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
     * @param returnsLease whether a lease has to be given back
     */
    Optional<SwapOperation.Batch> takeBatch(boolean returnsLease) {
        if (waiting.isEmpty() && debt.isNone() && !isToBeReset() && !returnsLease) {
            stop();
            return Optional.empty();
        }
        boolean resets = pending.remove(Action.RESET);
        return Optional.of(new SwapOperation.Batch(resets, debt, takeAll()));
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
        if (usage != null) {
            usage.record(update.used(), update.nowMillis());
        }
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

    // ---- pending actions and changes

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
        return !waiting.isEmpty() && waiting.remove(change);
    }

    /** Removes and returns all waiting changes. */
    List<PendingChange> takeAll() {
        List<PendingChange> all = waiting;
        waiting = List.of();
        return all;
    }

    // ---- what was decided without the grid

    Debt debt() {
        return debt;
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

    // ---- usage

    /** The size of the lease to take with {@code batch}; 0 unless the key is hot. */
    long leaseSize(Policy policy, LeaseSizing leases, State base, BatchUpdate batch) {
        long now = batch.nowMillis();
        if (usage == null && now - base.mark() < policy.leaseMillis()) {
            usage = new UsagePrediction(now);
        }
        return usage == null || pending.contains(Action.FLUSH) ? 0 : leases.size(policy, batch.state(), usage, now);
    }

    /** Whether the usage of the key is measured. */
    boolean isMeasured() {
        return usage != null;
    }

    void expireUsage(long nowMillis) {
        if (usage != null && usage.isExpired(nowMillis)) {
            usage = null;
        }
    }

    /** Other instances have used {@code permits}. */
    void recordUsageOfOthers(long permits, long nowMillis) {
        if (usage != null) {
            usage.recordOthers(permits, nowMillis);
        }
    }

    /**
     * The state {@code seen}, less what other instances have probably used since and will use soon: the grid can be
     * unreachable for this instance alone. The debt is charged as the local counter would have charged it, which can
     * have been evicted.
     *
     * @param part what counts on this instance in the place of {@code policy}
     */
    State projected(Policy policy, State seen, Policy part, long nowMillis) {
        State owed = debt.isNone() ? seen : part.settle(seen, debt.permits(), debt.block(), owedMillis);
        if (usage == null) {
            return owed;
        }
        long unseen = Math.max(0, Math.min(SECOND_MILLIS, nowMillis - seen.mark()));
        long ahead = Math.min(SECOND_MILLIS, FORESIGHT_LEASES * policy.leaseMillis());
        long theirs = usage.expectedOfOthers(unseen + ahead, nowMillis);
        return theirs == 0 ? owed : policy.settle(owed, theirs, Block.NONE, nowMillis);
    }
}
