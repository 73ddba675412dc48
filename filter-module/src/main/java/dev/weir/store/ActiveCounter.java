package dev.weir.store;

import dev.weir.core.Policy;
import dev.weir.core.State;
import org.jspecify.annotations.Nullable;

/** A counter of the grid at which something can go on, what mostly is not so. Safe for use by many threads. */
abstract class ActiveCounter extends SeenCounter {

    /** Null while nothing goes on; it, and all in it, is guarded by this object. */
    private @Nullable Activity activity;

    ActiveCounter(CounterId id) {
        super(id);
    }

    /** What goes on, from now on at the latest. */
    final synchronized Activity active() {
        Activity current = activity;
        if (current == null) {
            current = new Activity();
            activity = current;
        }
        return current;
    }

    /** Whether anything goes on. */
    final synchronized boolean isActive() {
        return activity != null;
    }

    /** Lets go of it if it is over. */
    final synchronized void rest() {
        if (activity != null && activity.isOver()) {
            activity = null;
        }
    }

    /** Whether the operation in flight has outlasted somebody's patience: it is no use to wait for the next one. */
    final synchronized boolean isOverdue() {
        return activity != null && activity.overdue;
    }

    /** Whether a reset is on its way, which forgets what the grid has counted before it: to give that back as well is too much. */
    final synchronized boolean isToBeReset() {
        return activity != null && activity.reset;
    }

    /** Whether so many permits are owed that were not sent yet: these can be given back without asking anybody. */
    final synchronized boolean owesAtLeast(long permits) {
        return activity != null && !activity.inFlight && activity.debt.permits() >= permits;
    }

    /** Whether what the fallback decided is settled: the grid, which has the key, knows as much as the counters of the fallback. */
    final synchronized boolean isLocalSettled() {
        return activity != null && activity.local && !owes() && !activity.somebodyWaits() && !isUnknown();
    }

    /** Whether the fallback decided for this key since the grid last answered; no longer after this. */
    final synchronized boolean leaveLocal() {
        boolean was = activity != null && activity.local;
        if (was) {
            active().local = false;
            rest();
        }
        return was;
    }

    /** Whether anybody would lose by it if what goes on were forgotten. */
    final synchronized boolean owes() {
        return activity != null && activity.isNeeded();
    }

    /** Whether it is of interest still how often the key is asked for. */
    final synchronized boolean isMeasured(long nowMillis) {
        if (activity != null) {
            activity.forgetDemand(nowMillis);
            rest();
        }
        return activity != null && activity.isMeasured();
    }

    /** Whether there is something to settle with the grid. */
    final synchronized boolean isUnsettled() {
        return owes() || hasLease();
    }

    /** Others were seen to have used so many permits. */
    final synchronized void usedByOthers(long permits, long nowMillis) {
        if (activity != null) {
            activity.usedByOthers(permits, nowMillis);
        }
    }

    /** See {@link Activity#foreseen}. */
    final synchronized State foreseen(State seen, Policy part, long nowMillis) {
        return activity == null ? seen : activity.foreseen(policy(), seen, part, nowMillis);
    }
}
