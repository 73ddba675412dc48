package dev.weir.store.memory;

import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Lending;
import dev.weir.core.OutstandingLease;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.store.CounterId;
import dev.weir.store.StoreResult;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One counter of a {@link LocalStore}. It lends to itself: most requests of a hot key then need neither a lock nor a
 * new state. Safe for use by many threads.
 */
final class LocalCounter implements KeyTable.Entry, LocalDecision.Counted {

    /**
     * Requests in a row after which a key is leased: a lease takes as much memory as all else that is kept of a key.
     */
    private static final int IN_A_ROW_BEFORE_LEASE = 8;

    private volatile CounterId id;
    private volatile LocalDecision decision = NoDecision.NONE;
    // guarded by this object
    /** Null until the first change. */
    private @Nullable State state;

    private boolean swept;
    /** Requests since the last rest of twice a lease, at most one more than are needed for a lease. */
    private byte inARow;
    /** Not volatile: to miss one reference does no harm. */
    private boolean referenced;

    LocalCounter(CounterId id) {
        this.id = id;
    }

    @Override
    public CounterId id() {
        return id;
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
    public synchronized State lastSeen() {
        return state == null ? State.EMPTY : state;
    }

    /** Changes of the counter are seen as they are made. */
    @Override
    public long newsMillis() {
        return Long.MAX_VALUE;
    }

    @Override
    public void renewLease() {
        // the request that finds it used up takes another, at no cost
    }

    @Override
    public boolean countRefusal(long nowMillis) {
        return false;
    }

    /** Decides from memory; null if the counter has to decide. */
    @Nullable StoreResult tryDecide(Policy policy, Change change, long nowMillis) {
        return decision.tryDecide(this, policy, change, nowMillis);
    }

    /** Decides by the counter; null if this counter was evicted. */
    synchronized StoreResult.@Nullable Decided count(
            Supplier<State> start, CounterId asked, Change change, long nowMillis) {
        if (swept) {
            return null;
        }
        updatePolicy(asked, nowMillis);
        // the thread that had the lock before may have taken a lease
        if (tryDecide(asked.policy(), change, nowMillis) instanceof StoreResult.Decided decided) {
            return decided;
        }
        State base = state == null ? start.get() : state;
        BatchUpdate batch = new BatchUpdate(asked.policy(), base, OutstandingLease.NOT_RECORDED, nowMillis);
        endLease(batch);
        batch.apply(change, Source.LOCAL);
        batch.lend(batch.taken() > 0 ? leaseSize(base, batch) : 0, Source.LOCAL);
        state = batch.state();
        decision = batch.decision();
        return new StoreResult.Decided(batch.verdicts().get(0), Source.LOCAL);
    }

    private void updatePolicy(CounterId asked, long nowMillis) {
        if (!asked.policy().equals(id.policy())) {
            // a permit can cost something else from now on
            returnLease(nowMillis);
            id = id.under(asked.policy());
            decision = NoDecision.NONE;
        }
    }

    private void returnLease(long nowMillis) {
        if (decision instanceof Lease) {
            BatchUpdate batch = new BatchUpdate(id.policy(), lastSeen(), OutstandingLease.NOT_RECORDED, nowMillis);
            endLease(batch);
            state = batch.state();
        }
    }

    private void endLease(BatchUpdate batch) {
        if (decision instanceof Lease lease) {
            decision = NoDecision.NONE;
            lease.end().forEach(batch::end);
        }
    }

    /** All that can be lent, because no other instance uses the counter; 0 unless the key is hot. */
    private long leaseSize(State base, BatchUpdate batch) {
        long now = batch.nowMillis();
        Policy policy = id.policy();
        // the last change can be the lease that has just ended
        boolean rested = now - base.mark() >= 2 * Lending.leaseMillis(policy);
        inARow = (byte) (rested ? 1 : Math.min(inARow + 1, IN_A_ROW_BEFORE_LEASE + 1));
        boolean hot = inARow > IN_A_ROW_BEFORE_LEASE;
        long lendable = hot ? Lending.lendable(policy, batch.state(), now) : 0;
        return lendable < LeaseSizing.SMALLEST ? 0 : lendable;
    }

    @Override
    public boolean isPinned(long nowMillis) {
        return isRefused(nowMillis);
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
    public synchronized boolean isExpired(long nowMillis) {
        if (decision instanceof Denial denial && denial.isExpired(nowMillis)) {
            decision = NoDecision.NONE;
        }
        if (decision instanceof Lease lease && lease.hasEnded(nowMillis)) {
            // an idle key keeps its state only
            returnLease(nowMillis);
        }
        swept |= !isPinned(nowMillis)
                && !(decision instanceof Lease)
                && id.policy().millisUntilForgotten(lastSeen(), nowMillis) == 0;
        return swept;
    }
}
