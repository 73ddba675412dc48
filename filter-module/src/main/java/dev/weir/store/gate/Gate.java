package dev.weir.store.gate;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.core.Verdict;
import dev.weir.store.CounterId;
import dev.weir.store.StoreResult;
import dev.weir.store.grid.SharedCache;
import dev.weir.store.memory.Debt;
import dev.weir.store.memory.Denial;
import dev.weir.store.memory.KeyTable;
import dev.weir.store.memory.Lease;
import dev.weir.store.memory.LocalDecision;
import dev.weir.store.memory.NoDecision;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * This instance's way to one counter of the grid.
 *
 * <p>At most one operation is in flight. Changes that arrive meanwhile join the next one, which makes all of them in
 * one swap, and takes a lease on top: contention is between instances, never between threads. The swap expects the
 * state that this instance saw last, so a key that one instance has to itself costs one round trip.
 *
 * <p>Locks are taken in this order: the gate's, its entry's, that of {@link ClusterHistory}.
 *
 * <p>What was admitted without the grid is owed to it, and charged with the next operation. Nothing here waits; safe
 * for use by many threads.
 */
public final class Gate implements KeyTable.Entry, LocalDecision.Counted {

    private final GridEntry entry;
    private volatile CounterId id;
    private volatile LocalDecision decision = NoDecision.NONE;
    /** Null while the gate is idle; guarded by this object, with its contents. */
    private @Nullable GateState state;
    /** Not volatile: to miss one reference does no harm. */
    private boolean referenced;

    /** A gate that has not seen its counter yet. */
    public Gate(CounterId id, GateContext context) {
        this.id = id;
        this.entry = new GridEntry(context);
    }

    GateContext context() {
        return entry.context();
    }

    @Override
    public CounterId id() {
        return id;
    }

    /** The policy of the last request. */
    public Policy policy() {
        return id.policy();
    }

    @Override
    public State lastSeen() {
        return entry.seen().state();
    }

    /** Whether the grid was never seen to have this counter. */
    public boolean isUnknown() {
        return entry.isUnknown();
    }

    /** The member that owns the counter at present; see {@link SharedCache#ownerOf}. */
    public Object owner() {
        return context().cache().ownerOf(context().text().apply(id));
    }

    // ---- decisions from memory

    /** Decides {@code change} from memory; null if only the grid can decide it. */
    public @Nullable StoreResult tryDecide(Policy policy, Change change, long nowMillis) {
        return policy.equals(id.policy()) ? decision.tryDecide(this, policy, change, nowMillis) : null;
    }

    /** Counts under {@code policy} from now on, which has the same name but can have other limits. */
    public synchronized void updatePolicy(Policy policy) {
        if (!policy.equals(id.policy())) {
            id = id.under(policy);
            decision = decision instanceof Denial ? NoDecision.NONE : decision;
        }
    }

    /** Remembers a decision of this instance alone: {@code denial}, or nothing if it admitted. A lease is kept. */
    public synchronized void rememberOwn(Optional<Denial> denial) {
        if (!hasLease()) {
            decision = denial.<LocalDecision>map(each -> each).orElse(NoDecision.NONE);
        }
    }

    /** The present local decision. */
    LocalDecision decision() {
        return decision;
    }

    /** Replaces the local decision. Requires the lock of this gate. */
    void remember(LocalDecision made) {
        decision = made;
    }

    boolean hasLease() {
        return decision instanceof Lease;
    }

    boolean leaseHasEnded(long nowMillis) {
        return decision instanceof Lease lease && lease.hasEnded(nowMillis);
    }

    /** Ends the lease, if there is one: no more permits are taken from it. Requires the lock of this gate. */
    Optional<Lease.Ended> endLease() {
        if (decision instanceof Lease lease) {
            decision = NoDecision.NONE;
            return Optional.of(lease.end());
        }
        return Optional.empty();
    }

    @Override
    public void markReferenced() {
        if (!referenced) {
            referenced = true;
        }
    }

    @Override
    public boolean clearReferenced() {
        boolean was = referenced;
        referenced = false;
        return was;
    }

    @Override
    public boolean isRefused(long nowMillis) {
        return decision instanceof Denial denial && denial.isPinned(nowMillis);
    }

    @Override
    public boolean isPinned(long nowMillis) {
        return isRefused(nowMillis) || isUnsettled();
    }

    @Override
    public synchronized boolean isExpired(long nowMillis) {
        if (decision instanceof Denial denial && denial.isExpired(nowMillis)) {
            decision = NoDecision.NONE;
        }
        return !isPinned(nowMillis) && policy().millisUntilForgotten(lastSeen(), nowMillis) == 0;
    }

    // ---- operations

    /**
     * Submits {@code change}. A reset remains pending until the grid has made it, even if its request stops waiting.
     */
    public PendingChange submit(Change change) {
        boolean resets = change instanceof Change.Reset;
        PendingChange pending = new PendingChange(resets ? Change.Peek.ONE : change, new CompletableFuture<>());
        synchronized (this) {
            GateState current = active();
            current.add(pending);
            if (resets) {
                current.reset();
                context().pending().add(this);
            }
        }
        start();
        return pending;
    }

    /**
     * Begins an operation if none is in flight and there is something to do, such as to return a lease that has ended.
     */
    public void start() {
        new OperationRunner(this).start();
    }

    /** Settles the debt and returns the lease; completes when the grid has answered. */
    public CompletableFuture<Verdict> flush() {
        synchronized (this) {
            active().flush();
        }
        return submit(Change.Peek.ONE).verdict();
    }

    /** What the fallback decided for this counter. */
    public FallbackAccount fallback() {
        return new FallbackAccount(this);
    }

    // ---- state

    GridEntry entry() {
        return entry;
    }

    /** The state, a new one if the gate is idle. Requires the lock of this gate. */
    GateState active() {
        GateState current = state;
        if (current == null) {
            current = new GateState();
            state = current;
        }
        return current;
    }

    /** Discards the state if the gate is idle. Requires the lock of this gate. */
    void rest() {
        if (state != null && state.isIdle()) {
            state = null;
        }
    }

    /** The state; empty if the gate is idle. Requires the lock of this gate. */
    Optional<GateState> state() {
        return Optional.ofNullable(state);
    }

    /** Whether a request has waited in vain for the operation in flight: no other request should wait for it. */
    public synchronized boolean isOverdue() {
        return state != null && state.isOverdue();
    }

    /** Whether there is a charge or a lease to settle with the grid. */
    public synchronized boolean isUnsettled() {
        return hasLease() || (state != null && state.isPinned());
    }

    /**
     * Whether there is a debt or an ended lease to settle. A gate that has nothing to settle, now or later, is removed
     * from {@link PendingSettlements}.
     */
    public synchronized boolean isDue(long nowMillis) {
        boolean due = (state != null && state.isPinned()) || leaseHasEnded(nowMillis);
        if (state != null) {
            state.expireUsage(nowMillis);
            rest();
        }
        boolean measured = state != null && state.isMeasured();
        if (!due && !hasLease() && !measured) {
            context().pending().remove(this);
        }
        return due;
    }

    // ---- after the cluster has changed

    /** Checks whether the grid still holds a change that this instance made since then, and restores it if not. */
    public void verify(long sinceMillis) {
        if (lastSeen().mark() >= sinceMillis) {
            synchronized (this) {
                active().verify();
            }
            PendingChange unused = submit(Change.Peek.ONE);
        }
    }

    /**
     * Adds to the debt the recent charges that may be missing in the grid, as far as they still count, and any block.
     * Discards what was seen of the entry before.
     */
    public void rechargeRecent(ClusterHistory.Missing missing) {
        synchronized (this) {
            decision = NoDecision.NONE;
            Debt debt;
            synchronized (entry) {
                State known = lastSeen();
                long now = context().clock().millis();
                debt = Debt.of(policy().counting(known, missing.of(entry), now), known.block());
                entry.forgetCharged();
                entry.see(null);
            }
            if (!debt.isNone()) {
                fallback().owe(debt);
            }
        }
    }
}
