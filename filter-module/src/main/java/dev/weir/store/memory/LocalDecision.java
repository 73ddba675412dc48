package dev.weir.store.memory;

import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.State;
import dev.weir.store.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * What this instance can decide for a counter from memory: it admits while it has a {@link Lease}, it refuses while
 * a {@link Denial} holds. Safe for use by many threads.
 */
public sealed interface LocalDecision permits Lease, Denial, NoDecision {

    /** Gives access to the counter's state. */
    interface Counted {

        /** The state that the counter was last seen in. */
        State lastSeen();

        /**
         * The time up to which this instance knows whether others have made permits available: whether they reset the
         * key, or gave permits back.
         */
        long newsMillis();

        /** The lease runs low: takes another, without waiting for it. */
        void renewLease();

        /**
         * Counts a refusal towards a block. Returns false if only the counter can do that, because the block would
         * begin.
         */
        boolean countRefusal(long nowMillis);
    }

    /**
     * Decides {@code change}, if this was decided under the same policy: the callers of a key can be on tiers with
     * other limits.
     *
     * @param counted is read only if the decision alone is not sufficient
     * @return null if only the counter can decide it
     */
    default @Nullable StoreResult tryDecide(Counted counted, Policy policy, Change change, long nowMillis) {
        if (this instanceof Lease lease) {
            if (!lease.isFor(policy)) {
                return null;
            }
            if (change instanceof Change.Acquire) {
                return lease.take(counted, change.permits(), nowMillis);
            }
            return change instanceof Change.Peek ? lease.peek(change.permits(), nowMillis) : null;
        }
        return this instanceof Denial denial && denial.isFor(policy) && change instanceof Change.Query query
                ? denial.tryRefuse(counted, policy, query, nowMillis)
                : null;
    }
}
