package dev.weir.store;

import dev.weir.Key;
import dev.weir.core.Policy;

/**
 * Identifies one counter: that of a key under a policy. Immutable. Policies of the same name share a counter, so that a
 * changed limit continues from the counts so far.
 */
public final class CounterId implements Comparable<CounterId> {

    private final Policy policy;
    // the key in parts, to save an object: there can be a million counters
    private final Key.Kind kind;
    private final String value;

    public CounterId(Policy policy, Key key) {
        this(policy, key.kind(), key.value());
    }

    private CounterId(Policy policy, Key.Kind kind, String value) {
        this.policy = policy;
        this.kind = kind;
        this.value = value;
    }

    /** The same counter under {@code present}, a policy of the same name. */
    public CounterId under(Policy present) {
        return present.equals(policy) ? this : new CounterId(present, kind, value);
    }

    /** The policy; only its name is part of the identity. */
    public Policy policy() {
        return policy;
    }

    /** The key whose counter this is. */
    public Key key() {
        return new Key(kind, value);
    }

    /** An order, so that hash tables stay fast under keys that an attacker chose for their hash code. */
    @Override
    public int compareTo(CounterId that) {
        int order = value.compareTo(that.value);
        if (order == 0) {
            order = kind.compareTo(that.kind);
        }
        return order == 0 ? policy.name().compareTo(that.policy.name()) : order;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof CounterId that
                        && kind == that.kind
                        && value.equals(that.value)
                        && policy.name().equals(that.policy.name()));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * policy.name().hashCode() + kind.hashCode()) + value.hashCode();
    }

    /** Names the policy only: keys are personal data, and this text is logged. */
    @Override
    public String toString() {
        return "counter of " + policy.name();
    }
}
