package dev.weir.gateway.budget;

import dev.weir.Key;
import dev.weir.gateway.auth.Caller;
import java.util.Optional;

/** Says who is limited by a policy. Safe for use by many threads. */
@FunctionalInterface
public interface PolicyKeys {

    /** The key of {@code caller} under {@code policy}; empty if the policy does not apply to it. */
    Optional<Key> key(String policy, Caller caller);
}
