package dev.weir.store.gate;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.store.CounterId;
import dev.weir.store.StoreResult;
import dev.weir.store.grid.SharedCache;
import dev.weir.store.memory.Denial;
import dev.weir.store.memory.KeyTable;
import dev.weir.store.memory.Lease;
import dev.weir.store.memory.LocalDecision;
import dev.weir.store.memory.NoDecision;
import java.util.Optional;
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
    /** The last refusal on a tier of which the last request was not. */
    private volatile @Nullable Denial refusedOtherTier;
    /** Null while the gate is idle; guarded by this object, with its contents. */
    private @Nullable GateState state;
    /** Not volatile: to miss one reference does no harm. */
    private boolean referenced;
    /** Above 0 if other instances often change the counter between two operations of this one. Not volatile either. */
    private byte changedByOthers;
    /** A part of the hash code of the counter's text, while there is a local decision. */
    private volatile short textHash;

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
        return entry.known();
    }

    /** Whether the grid was never seen to have this counter. */
    public boolean isUnknown() {
        return entry.isUnknown();
    }

    /** The member that owns the counter at present; see {@link SharedCache#ownerOf}. */
    public Object owner() {
        return context().cache().ownerOf(context().text().apply(id));
    }

    /** Decides {@code change} from memory; null if only the grid can decide it. */
    public @Nullable StoreResult tryDecide(Policy policy, Change change, long nowMillis) {
        LocalDecision present = decision;
        Denial other = refusedOtherTier;
        // a lease can have been forgotten by a reset while this instance was frozen
        boolean isLost = present instanceof Lease && !context().notices().isAwake(nowMillis);
        StoreResult decided = isLost ? null : present.tryDecide(this, policy, change, nowMillis);
        return decided == null && other != null ? other.tryDecide(this, policy, change, nowMillis) : decided;
    }

    /** Counts under {@code policy} from now on, which has the same name but can have other limits. */
    public synchronized void updatePolicy(Policy policy) {
        if (!policy.equals(id.policy())) {
            id = id.under(policy);
            if (decision instanceof Denial denial) {
                refusedOtherTier = denial.forAMoment();
                decision = NoDecision.NONE;
            }
            if (hasLease()) {
                // a permit can cost something else from now on
                active().verify();
            }
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

    /** Replaces the local decision about the counter that the grid has under {@code text}. Requires the lock. */
    void decide(LocalDecision made, String text) {
        // before the decision: what is announced from then on has to find it
        textHash = (short) text.hashCode();
        decision = made;
    }

    /** Decides nothing from memory any more. Requires the lock of this gate. */
    void forgetDecision() {
        decision = NoDecision.NONE;
    }

    /** Forgets the last refusal on another tier. Requires the lock of this gate. */
    void forgetOtherTier() {
        refusedOtherTier = null;
    }

    boolean hasLease() {
        return decision instanceof Lease;
    }

    /** What this gate decides from memory. */
    GateDecision local() {
        return new GateDecision(this);
    }

    @Override
    public long newsMillis() {
        return context().notices().newsMillis();
    }

    /** Takes the next lease while the present one lasts, so that a steady key never waits. */
    @Override
    public void renewLease() {
        if (context().isAnswering().test(this)) {
            synchronized (this) {
                active().renew();
            }
            start();
        }
    }

    @Override
    public synchronized boolean countRefusal(long nowMillis) {
        return local().countRefusal(nowMillis);
    }

    /** Whether the grid has the counter under {@code text}, and this decides from memory or will when answered. */
    public boolean decides(String text) {
        boolean can = decision == NoDecision.NONE ? isInFlight() : textHash == (short) text.hashCode();
        return can && text.equals(text());
    }

    synchronized boolean isInFlight() {
        return state != null && state.isInFlight();
    }

    /** Whether changes wait for other instances to return their leases. */
    public synchronized boolean isRecalling() {
        return state != null && state.isRecalling();
    }

    private String text() {
        return context().text().apply(id);
    }

    /** What happens to this counter without this gate. */
    public OutsideChange outside() {
        return new OutsideChange(this);
    }

    /** Whether other instances often change the counter between two operations of this one. */
    boolean isOftenChanged() {
        return changedByOthers > 0;
    }

    /** The counter was changed by another instance since the last operation, or was not. */
    void recordChanged(boolean changed) {
        changedByOthers = (byte) (changed ? Math.min(1, changedByOthers + 1) : Math.max(-1, changedByOthers - 1));
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
    public boolean isBlocked(long nowMillis) {
        return decision instanceof Denial denial && denial.isBlocked(nowMillis);
    }

    @Override
    public boolean isRefused(long nowMillis) {
        return decision instanceof Denial denial && denial.isPinned(nowMillis);
    }

    @Override
    public synchronized boolean isPinned(long nowMillis) {
        return isRefused(nowMillis) || (state != null && state.isPinned());
    }

    @Override
    public synchronized boolean isExpired(long nowMillis) {
        if (decision instanceof Denial denial && denial.isExpired(nowMillis)) {
            decision = NoDecision.NONE;
        }
        return !isPinned(nowMillis) && policy().millisUntilForgotten(lastSeen(), nowMillis) == 0;
    }

    /** What is asked of this counter. */
    public GateChanges changes() {
        return new GateChanges(this);
    }

    /** Begins an operation if none is in flight and there is something to do, such as to return a lease. */
    public void start() {
        new OperationRunner(this).start();
    }

    /** What there is to settle with the grid. */
    public GateSettlement settlement() {
        return new GateSettlement(this);
    }

    /** What the fallback decided for this counter. */
    public FallbackAccount fallback() {
        return new FallbackAccount(this);
    }

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
}
