package dev.weir.store;

import dev.weir.Key;
import dev.weir.core.Policy;

/**
 * What a counter is found by: the name of a policy, and a key. Equal names are of one counter, whatever else is known with
 * them, so what is known of a counter is its own name, which saves the room for another.
 */
abstract class CounterName {

    /** The policy, whose name alone counts: one with changed limits finds what was counted before. */
    public abstract Policy policy();

    abstract Key.Kind kind();

    abstract String value();

    @Override
    public final boolean equals(Object other) {
        return this == other
                || (other instanceof CounterName that
                        && kind() == that.kind()
                        && value().equals(that.value())
                        && policy().name().equals(that.policy().name()));
    }

    @Override
    public final int hashCode() {
        return 31 * (31 * policy().name().hashCode() + kind().hashCode()) + value().hashCode();
    }

    /** Names the policy only: keys are personal data, and this ends in logs. */
    @Override
    public final String toString() {
        return "counter of " + policy().name();
    }
}
