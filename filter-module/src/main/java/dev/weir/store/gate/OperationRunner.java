package dev.weir.store.gate;

import dev.weir.store.StoreResult;
import dev.weir.store.memory.BatchUpdate;
import dev.weir.store.memory.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs the operations of a gate, one after the other; each includes all changes that arrived during the one before. A
 * view of the gate's state; safe for use by many threads.
 */
record OperationRunner(Gate gate) {

    /** Begins an operation if none is in flight. */
    void start() {
        boolean begins;
        synchronized (gate) {
            begins = gate.active().tryBegin();
        }
        if (begins) {
            drain();
        }
    }

    /** Begins the next operation, if there is work. */
    private void drain() {
        try {
            step();
        } catch (RuntimeException | Error e) {
            // or no operation would begin again
            fail(takeAllAndStop(), e);
            throw e;
        }
    }

    private List<PendingChange> takeAllAndStop() {
        synchronized (gate) {
            List<PendingChange> waiting = gate.active().takeAll();
            gate.active().stop();
            gate.rest();
            return waiting;
        }
    }

    private static void fail(List<PendingChange> changes, Throwable failure) {
        changes.forEach(each -> each.verdict().completeExceptionally(failure));
    }

    private void step() {
        long now = gate.context().clock().millis();
        List<Runnable> served;
        Optional<SwapOperation.Batch> batch;
        List<Lease.Ended> ended;
        Optional<Lease.Use> last;
        synchronized (gate) {
            GateState state = gate.active();
            boolean asks = state.startNext();
            last = gate.local().lease().map(Lease::use);
            ended = new ArrayList<>(asks ? gate.local().forget() : gate.local().endInTime(now));
            served = asks ? List.of() : serveWaiting(state, now);
            batch = state.takeBatch(ended, gate.hasLease());
            batch.map(gate.local()::endWith).ifPresent(ended::addAll);
            gate.rest();
        }
        served.forEach(Runnable::run);
        if (batch.isPresent()) {
            run(ended, batch.get(), last);
        }
    }

    /** Decides waiting changes from a lease that arrived meanwhile. */
    private List<Runnable> serveWaiting(GateState state, long nowMillis) {
        List<Runnable> served = new ArrayList<>();
        for (PendingChange pending : state.takeAll()) {
            if (gate.tryDecide(pending.policy(), pending.change(), nowMillis) instanceof StoreResult.Decided decided) {
                served.add(() -> pending.verdict().complete(decided.verdict()));
            } else {
                state.add(pending);
            }
        }
        return served;
    }

    private void run(List<Lease.Ended> ended, SwapOperation.Batch batch, Optional<Lease.Use> last) {
        SwapOperation operation = new SwapOperation(
                gate.id(), gate.entry(), ended, batch, new KeyUsage(gate, batch, last, gate.isUnknown()));
        var unused = operation.run().whenComplete((update, failure) -> {
            if (failure == null) {
                succeeded(batch, update, operation.text());
            } else {
                failed(batch, failure);
            }
        });
    }

    private void succeeded(SwapOperation.Batch batch, BatchUpdate update, String text) {
        List<PendingChange> deferred = update.defersAny() ? deferred(batch, update) : List.of();
        synchronized (gate) {
            GateState state = gate.active();
            state.succeeded(batch.debt(), update);
            gate.local().remember(update, batch.keepsLease(), text);
            if (!deferred.isEmpty()) {
                state.recall(deferred);
            }
        }
        for (int i = 0; i < batch.changes().size(); i++) {
            if (!update.isDeferred(i)) {
                batch.changes().get(i).verdict().complete(update.verdicts().get(i));
            }
        }
        try {
            announce(batch, update, text);
        } finally {
            goOn(deferred, update, text);
        }
    }

    private void goOn(List<PendingChange> deferred, BatchUpdate update, String text) {
        if (deferred.isEmpty()) {
            drain();
        } else if (!gate.context().notices().recall(gate, text, update.otherHolders())) {
            gate.outside().endRecall();
        }
    }

    private static List<PendingChange> deferred(SwapOperation.Batch batch, BatchUpdate update) {
        List<PendingChange> deferred = new ArrayList<>();
        for (int i = 0; i < batch.changes().size(); i++) {
            if (update.isDeferred(i)) {
                deferred.add(batch.changes().get(i));
            }
        }
        return deferred;
    }

    private void announce(SwapOperation.Batch batch, BatchUpdate update, String text) {
        Notices notices = gate.context().notices();
        if (batch.resets()) {
            notices.wasReset(text);
        } else if (update.releases() && batch.unblocks()) {
            notices.unblocked(text);
        } else if (update.releases()) {
            notices.released(text);
        }
        if (update.beginsBlock() && update.otherHolders() > 0) {
            notices.blocked(text);
        }
        if (batch.returns()) {
            notices.returned(text);
        }
    }

    /** Waiting changes try the next operation; a debt alone waits for the next change or visit. */
    private void failed(SwapOperation.Batch batch, Throwable failure) {
        fail(batch.changes(), failure);
        boolean goesOn;
        synchronized (gate) {
            goesOn = gate.active().failed(batch.resets());
            gate.rest();
        }
        if (goesOn) {
            drain();
        }
    }
}
