package dev.weir.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Permits that an instance took in advance, and that it may still use or return. Kept in the state, so that a lease is
 * returned only while the counters contain it, and so that an instance that has to refuse knows whether others have
 * permits to return. Immutable.
 *
 * @param holder the instance, or {@link #NOT_RECORDED}
 * @param lastMillis the last time at which the permits can be used
 * @param permits how many were taken
 */
public record OutstandingLease(int holder, long lastMillis, long permits) {

    /** The holder of a lease that no state records, because one instance has the counter to itself. */
    public static final int NOT_RECORDED = 0;

    /** {@code all} with this, which has to be recorded if it has a holder. */
    List<OutstandingLease> addedTo(List<OutstandingLease> all) {
        if (holder == NOT_RECORDED) {
            return all;
        }
        List<OutstandingLease> added = new ArrayList<>(all);
        added.add(this);
        return added;
    }

    /** {@code all} without this; empty if it is not among them. */
    Optional<List<OutstandingLease>> removedFrom(List<OutstandingLease> all) {
        if (holder == NOT_RECORDED) {
            return Optional.of(all);
        }
        List<OutstandingLease> others = new ArrayList<>(all);
        return others.remove(this) ? Optional.of(others) : Optional.empty();
    }
}
