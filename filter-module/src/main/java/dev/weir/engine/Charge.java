package dev.weir.engine;

import dev.weir.Key;
import dev.weir.adaptive.Capacity;
import dev.weir.core.Change;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.store.CounterId;
import java.util.Optional;

/**
 * The permits to take for a request under one policy. Immutable.
 *
 * @param permits 1 or more
 * @param enforced whether the policy refuses this key; false for a policy or a key that is shadow
 * @param capacity how much of the configured limits the key has; empty if the policy is not adaptive
 * @param call the call that can use the permits at any time while it is in flight; empty if they are used now
 */
public record Charge(
        CounterId counter, long permits, boolean enforced, Optional<Capacity> capacity, Optional<CallInFlight> call) {

    /** The charge of permits that are used now. */
    public Charge(CounterId counter, long permits, boolean enforced, Optional<Capacity> capacity) {
        this(counter, permits, enforced, capacity, Optional.empty());
    }

    /** The charge of {@code key}, which is canonical: the roll-out of the policy depends on its text. */
    public Charge(Policy policy, Key key, long permits) {
        this(policy, key, permits, Optional.empty());
    }

    Charge(Policy policy, Key key, long permits, Optional<Capacity> capacity) {
        this(new CounterId(policy, key), permits, Rollout.isEnforced(policy, key), capacity);
    }

    /**
     * The charge of a request whose key is unknown after an error. It is enforced only by a policy that is enforced for
     * all keys, because the key may be one that must not be refused.
     */
    public static Charge ofUnknownKey(Policy policy, long permits) {
        boolean enforced = policy.mode() == Mode.ENFORCE && policy.rollout() == Policy.ALL_KEYS;
        return new Charge(new CounterId(policy, Key.global()), permits, enforced, Optional.empty());
    }

    /** The same charge for {@code caller}. */
    Charge of(CallInFlight caller) {
        return new Charge(counter, permits, enforced, capacity, Optional.of(caller));
    }

    /** The change that takes the permits. */
    Change toTake() {
        return call.isEmpty()
                ? Change.acquire(permits)
                : new Change.Hold(permits, call.get().lastMillis());
    }

    /** The policy of the counter, with the limits that decide. */
    public Policy policy() {
        return counter.policy();
    }
}
