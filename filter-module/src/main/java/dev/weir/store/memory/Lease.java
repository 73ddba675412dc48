package dev.weir.store.memory;

import dev.weir.Source;
import dev.weir.core.OutstandingLease;
import dev.weir.core.Policy;
import dev.weir.core.Verdict;
import dev.weir.store.StoreResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Permits that were taken from a counter in advance, for the next requests of this instance. A lease is renewed while
 * its last permits are still used: the new one then has the old one {@linkplain #after before} it. Safe for use by many
 * threads.
 */
public final class Lease implements LocalDecision {

    // the count and the end are fields of this object: every request reads them, and each further object can be another
    // cache miss
    private static final AtomicLongFieldUpdater<Lease> LEFT = AtomicLongFieldUpdater.newUpdater(Lease.class, "left");
    /** A lease is renewed when so much of its permits, or of its time, is left. */
    private static final int RENEWED_AT = 4;

    /** Time enough to return a lease after the next visit, which is a second away at most. */
    private static final long LEAST_MILLIS_TO_RETURN = 1_500;

    private final Policy policy;
    private final int holder;
    private final long granted;
    private final long grantedMillis;
    private final long lastMillis;
    private final Verdict verdict;
    private final Source source;
    private volatile long left;
    /** Not volatile: to ask twice for a new lease does no harm. */
    private boolean renewed;
    /** Used up first; null if there is none. Changed by one thread at a time. */
    private volatile @Nullable Lease older;

    /**
     * @param policy by whose limits the permits were lent
     * @param holder this instance, as the counter's state records it
     * @param verdict how the key stands with all of the lease taken; its time is the last at which permits can be used
     */
    Lease(Policy policy, int holder, long granted, long grantedMillis, Verdict verdict, Source source) {
        this.policy = policy;
        this.holder = holder;
        this.granted = granted;
        this.grantedMillis = grantedMillis;
        this.lastMillis = verdict.atMillis();
        this.verdict = verdict;
        this.source = source;
        this.left = granted;
    }

    /** Whether this was lent under {@code asked}: on another tier a key can have fewer permits left. */
    boolean isFor(Policy asked) {
        return asked.equals(policy);
    }

    /** Takes {@code permits}; null if fewer are left, or the lease has ended. */
    @Nullable StoreResult take(Counted counted, long permits, long nowMillis) {
        Lease first = older;
        StoreResult taken = first == null ? null : first.take(permits, nowMillis);
        if (taken != null) {
            return taken;
        }
        taken = take(permits, nowMillis);
        if (taken != null && !renewed && isLow(nowMillis)) {
            renewed = true;
            counted.renewLease();
        }
        return taken;
    }

    private @Nullable StoreResult take(long permits, long nowMillis) {
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

    private boolean isLow(long nowMillis) {
        return left <= granted / RENEWED_AT || lastMillis - nowMillis <= (lastMillis - grantedMillis) / RENEWED_AT;
    }

    /** What {@link #take} would return; takes nothing. */
    @Nullable StoreResult peek(long permits, long nowMillis) {
        Lease first = older;
        StoreResult known = first == null ? null : first.peek(permits, nowMillis);
        if (known != null) {
            return known;
        }
        long now = left;
        return !hasEnded(nowMillis) && now >= permits ? admitted(now, nowMillis) : null;
    }

    private StoreResult admitted(long unspent, long nowMillis) {
        return new StoreResult.Decided(verdict, source, nowMillis - grantedMillis, unspent);
    }

    public boolean hasEnded(long nowMillis) {
        return nowMillis > lastMillis;
    }

    /**
     * Whether it is time to return what is left, of this lease or of the one before: it has ended for so long that the
     * next request, which would return it without an operation of its own, is no longer to be expected.
     *
     * @param millisToReturn see {@link dev.weir.core.Lending#millisToReturn}
     */
    public boolean isDue(long millisToReturn, long nowMillis) {
        Lease first = older;
        return nowMillis - lastMillis > millisToReturn - Math.max(LEAST_MILLIS_TO_RETURN, millisToReturn / 4)
                || (first != null && first.isDue(millisToReturn, nowMillis));
    }

    /** Permits that are left. */
    public long unused() {
        Lease first = older;
        return left + (first == null ? 0 : first.left);
    }

    /** This lease, with {@code before} used up first. */
    public Lease after(Lease before) {
        older = before;
        return this;
    }

    /** How this lease was used up to now. */
    public Use use() {
        return new Use(granted - left, grantedMillis, unused());
    }

    /**
     * How a lease was used, which says what the next one is for. Immutable.
     *
     * @param used permits that requests took
     * @param sinceMillis when it was taken
     * @param unused permits that are left, with those of the lease before
     */
    public record Use(long used, long sinceMillis, long unused) {

        /** Permits that will be used within {@code millis}, if they are used as they were, with {@code more} now. */
        long expected(long more, long millis, long nowMillis) {
            long elapsed = Math.max(1, nowMillis - sinceMillis);
            long sum = used + more;
            return sum > Long.MAX_VALUE / Math.max(1, millis) ? Long.MAX_VALUE : sum * millis / elapsed;
        }
    }

    /** Ends the lease before this one if its time is over. */
    public List<Ended> endOlderInTime(long nowMillis) {
        Lease first = older;
        return first != null && first.hasEnded(nowMillis) ? endOlder() : List.of();
    }

    /** Ends the lease before this one, if there is one: no more can be taken from it. */
    public List<Ended> endOlder() {
        Lease first = older;
        older = null;
        return first == null ? List.of() : List.of(first.endAlone());
    }

    /** Ends this lease, and the one before: no more can be taken. */
    public List<Ended> end() {
        List<Ended> ended = new ArrayList<>(endOlder());
        ended.add(endAlone());
        return ended;
    }

    private Ended endAlone() {
        return new Ended(new OutstandingLease(holder, lastMillis, granted), LEFT.getAndSet(this, 0));
    }

    /** A lease that has ended: the arguments of {@link dev.weir.core.Lending#endLease}. */
    public record Ended(OutstandingLease lease, long unused) {

        /** Permits that requests took from it. */
        public long used() {
            return lease.permits() - unused;
        }
    }
}
