package dev.weir.store;

import dev.weir.core.Source;
import dev.weir.core.Verdict;
import java.util.concurrent.atomic.AtomicLong;

/** Permits that were taken from a counter in advance, for whoever asks here first. Safe for use by many threads. */
final class Lease implements Shortcut.Memory {

    private final long granted;
    private final long grantedMillis;
    private final Verdict verdict;
    private final Source source;
    private final AtomicLong left;

    /** @param verdict how the key stands with all of the lease taken; its time is the last at which permits can be used */
    Lease(long granted, long grantedMillis, Verdict verdict, Source source) {
        this.granted = granted;
        this.grantedMillis = grantedMillis;
        this.verdict = verdict;
        this.source = source;
        this.left = new AtomicLong(granted);
    }

    /** Takes {@code permits}, if the lease still has as many and has not ended. */
    boolean take(long permits, long nowMillis) {
        if (hasEnded(nowMillis)) {
            return false;
        }
        long before = left.get();
        while (before >= permits) {
            if (left.compareAndSet(before, before - permits)) {
                return true;
            }
            before = left.get();
        }
        return false;
    }

    /** Whether {@link #take} would. */
    boolean has(long permits, long nowMillis) {
        return !hasEnded(nowMillis) && left.get() >= permits;
    }

    boolean hasEnded(long nowMillis) {
        return nowMillis > verdict.atMillis();
    }

    /** Says yes to somebody who took from the lease. */
    Answer answer(long nowMillis) {
        return new Answer.Counted(verdict, source, nowMillis - grantedMillis, left.get());
    }

    /** Ends the lease: nothing can be taken any more. */
    Ended end() {
        return new Ended(granted, left.getAndSet(0), verdict.atMillis());
    }

    /** What {@link dev.weir.core.Policy#endLease} has to know of a lease that can be used no more. */
    record Ended(long granted, long unused, long lastMillis) {}
}
