package dev.weir.store.gate;

import dev.weir.core.State;
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
record OperationRunner(Gate gate) implements SwapOperation.Usage {

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
        Optional<Lease.Ended> lease;
        synchronized (gate) {
            GateState state = gate.active();
            boolean asks = state.startNext();
            lease = asks || gate.leaseHasEnded(now) ? gate.endLease() : Optional.empty();
            served = asks ? List.of() : serveWaiting(state, now);
            boolean returns = lease.filter(ended -> ended.unused() > 0).isPresent();
            batch = state.takeBatch(returns);
            if (batch.isPresent() && lease.isEmpty()) {
                lease = gate.endLease();
            }
            gate.rest();
        }
        served.forEach(Runnable::run);
        if (batch.isPresent()) {
            run(lease, batch.get());
        }
    }

    /** Decides waiting changes from a lease that arrived meanwhile. */
    private List<Runnable> serveWaiting(GateState state, long nowMillis) {
        List<Runnable> served = new ArrayList<>();
        for (PendingChange pending : state.takeAll()) {
            if (gate.tryDecide(gate.policy(), pending.change(), nowMillis) instanceof StoreResult.Decided decided) {
                served.add(() -> pending.verdict().complete(decided.verdict()));
            } else {
                state.add(pending);
            }
        }
        return served;
    }

    private void run(Optional<Lease.Ended> lease, SwapOperation.Batch batch) {
        var unused = new SwapOperation(gate.id(), gate.entry(), lease, batch, this)
                .run()
                .whenComplete((update, failure) -> {
                    if (failure == null) {
                        succeeded(batch, update);
                    } else {
                        failed(batch, failure);
                    }
                });
    }

    private void succeeded(SwapOperation.Batch batch, BatchUpdate update) {
        synchronized (gate) {
            gate.active().succeeded(batch.debt(), update);
            gate.remember(update.decision());
            if (update.lends()) {
                gate.context().pending().add(gate);
            }
        }
        for (int i = 0; i < batch.changes().size(); i++) {
            batch.changes().get(i).verdict().complete(update.verdicts().get(i));
        }
        drain();
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

    @Override
    public long leaseSize(State base, BatchUpdate update) {
        GateContext context = gate.context();
        synchronized (gate) {
            GateState state = gate.active();
            long size = state.leaseSize(gate.policy(), context.leases(), base, update);
            if (state.isMeasured()) {
                context.pending().add(gate);
            }
            return size;
        }
    }

    @Override
    public void recordOthers(long permits, long nowMillis) {
        synchronized (gate) {
            gate.state().ifPresent(state -> state.recordUsageOfOthers(permits, nowMillis));
        }
    }
}
