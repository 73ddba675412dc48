package dev.weir.store;

import dev.weir.Key;
import dev.weir.core.Policy;

/**
 * Names one counter: that of a key under a policy. Immutable. Policies of the same name share a counter, so that a changed
 * limit finds what was counted before.
 */
public record CounterId(Policy policy, Key key) {

    @Override
    public boolean equals(Object other) {
        return other instanceof CounterId that && policy.name().equals(that.policy.name()) && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return 31 * policy.name().hashCode() + key.hashCode();
    }

    /** Names the policy only: keys are personal data, and this ends in logs. */
    @Override
    public String toString() {
        return "CounterId[" + policy.name() + "]";
    }
}
