package dev.weir.engine;

import dev.weir.Key;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;

/**
 * The permits to take for a request under one policy. Immutable.
 *
 * @param permits 1 or more
 * @param enforced whether the policy refuses this key; false for a policy or a key that is shadow
 */
public record Charge(CounterId counter, long permits, boolean enforced) {

    /** The charge of {@code key}, which is canonical: the roll-out of the policy depends on its text. */
    public Charge(Policy policy, Key key, long permits) {
        this(new CounterId(policy, key), permits, Rollout.isEnforced(policy, key));
    }

    /**
     * The charge of a request whose key is unknown after an error. It is enforced only by a policy that is enforced for
     * all keys, because the key may be one that must not be refused.
     */
    public static Charge ofUnknownKey(Policy policy, long permits) {
        boolean enforced = policy.mode() == Mode.ENFORCE && policy.rollout() == Policy.ALL_KEYS;
        return new Charge(new CounterId(policy, Key.global()), permits, enforced);
    }

    /** The policy of the counter. */
    public Policy policy() {
        return counter.policy();
    }
}
