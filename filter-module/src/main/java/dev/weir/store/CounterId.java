package dev.weir.store;

import dev.weir.Key;
import dev.weir.core.Policy;

/**
 * Names one counter: that of a key under a policy. Immutable. Policies of the same name share a counter, so that a changed
 * limit finds what was counted before.
 */
public final class CounterId extends CounterName {

    private final Policy policy;
    private final Key key;

    public CounterId(Policy policy, Key key) {
        this.policy = policy;
        this.key = key;
    }

    @Override
    public Policy policy() {
        return policy;
    }

    /** Whose counter this is. */
    public Key key() {
        return key;
    }

    @Override
    Key.Kind kind() {
        return key.kind();
    }

    @Override
    String value() {
        return key.value();
    }
}
