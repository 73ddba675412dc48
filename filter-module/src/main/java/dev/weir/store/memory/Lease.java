package dev.weir.store.memory;

import dev.weir.Source;
import dev.weir.core.Verdict;
import dev.weir.store.StoreResult;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Permits that were taken from a counter in advance, for the next requests of this instance. Safe for use by many
 * threads.
 */
public final class Lease implements LocalDecision {

    // the count and the end are fields of this object: every request reads them, and each further object can be another
    // cache miss
    private static final AtomicLongFieldUpdater<Lease> LEFT = AtomicLongFieldUpdater.newUpdater(Lease.class, "left");

    private final long granted;
    private final long grantedMillis;
    private final long lastMillis;
    private final Verdict verdict;
    private final Source source;
    private volatile long left;

    /**
     * @param verdict how the key stands with all of the lease taken; its time is the last at which permits can be used
     */
    Lease(long granted, long grantedMillis, Verdict verdict, Source source) {
        this.granted = granted;
        this.grantedMillis = grantedMillis;
        this.lastMillis = verdict.atMillis();
        this.verdict = verdict;
        this.source = source;
        this.left = granted;
    }

    /** Takes {@code permits}; null if fewer are left, or the lease has ended. */
    @Nullable StoreResult take(long permits, long nowMillis) {
        if (hasEnded(nowMillis)) {
            return null;
        }
        long before = left;
        while (before >= permits) {
            if (LEFT.compareAndSet(this, before, before - permits)) {
                return admitted(before - permits, nowMillis);
            }
            before = left;
        }
        return null;
    }

    /** What {@link #take} would return; takes nothing. */
    @Nullable StoreResult peek(long permits, long nowMillis) {
        long now = left;
        return !hasEnded(nowMillis) && now >= permits ? admitted(now, nowMillis) : null;
    }

    private StoreResult admitted(long unspent, long nowMillis) {
        return new StoreResult.Decided(verdict, source, nowMillis - grantedMillis, unspent);
    }

    public boolean hasEnded(long nowMillis) {
        return nowMillis > lastMillis;
    }

    /** Ends the lease: nothing can be taken any more. */
    public Ended end() {
        return new Ended(granted, LEFT.getAndSet(this, 0), lastMillis);
    }

    /** The arguments of {@link dev.weir.core.Policy#endLease} for a lease that has ended. */
    public record Ended(long granted, long unused, long lastMillis) {}
}
