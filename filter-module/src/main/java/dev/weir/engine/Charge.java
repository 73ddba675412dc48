package dev.weir.engine;

import dev.weir.Key;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;

/**
 * The permits to take for a request under one policy. Immutable.
 *
 * @param permits 1 or more
 */
public record Charge(CounterId counter, long permits) {

    public Charge(Policy policy, Key key, long permits) {
        this(new CounterId(policy, key), permits);
    }

    /** The policy of the counter. */
    public Policy policy() {
        return counter.policy();
    }
}
