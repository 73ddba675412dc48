package dev.weir;

import java.time.Instant;

/**
 * The event that an operator has changed a limit, a tier or a block, or removed such a change. Fired asynchronously, on
 * the instance where that was done, and on no other. An override that ends by itself fires none. Immutable.
 *
 * @param override what was changed
 * @param change whether it was added or removed
 * @param time when
 */
public record OverrideChanged(LimitOverride override, Change change, Instant time) {

    /** What was done with an override. */
    public enum Change {
        /** It holds from now on. */
        ADDED,
        /** It holds no more. */
        REMOVED
    }
}
