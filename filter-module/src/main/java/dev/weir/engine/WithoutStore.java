package dev.weir.engine;

import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.override.Overrides;
import dev.weir.store.StoreResult;
import java.util.Optional;

/**
 * What is decided without the store: policies that count nothing, and keys that an operator has blocked. Immutable;
 * safe for use by many threads.
 */
record WithoutStore(Overrides overrides, KeyCodec storedKey) {

    /** The answer about a policy that counts nothing. */
    static final StoreResult UNCOUNTED = new StoreResult.Undecided(true);

    private static final Optional<StoreResult> NOTHING_COUNTED = Optional.of(UNCOUNTED);

    /** What {@code change} comes to; empty if the store has to be asked. */
    Optional<StoreResult> result(Charge charge, Change change) {
        if (change instanceof Change.Query) {
            return view(charge);
        }
        boolean givesBack = change instanceof Change.Refund || change instanceof Change.EndHold;
        return givesBack ? uncounted(charge.policy()) : Optional.empty();
    }

    /** What is decided about {@code charge}; empty if the store has to be asked. */
    Optional<StoreResult> view(Charge charge) {
        Policy policy = charge.policy();
        if (overrides.isEmpty() || policy.mode() == Mode.OFF) {
            return uncounted(policy);
        }
        return overrides
                .refusal(policy, storedKey.text(charge.counter().key()), charge.permits())
                .<StoreResult>map(verdict -> new StoreResult.Decided(verdict, Source.DENIAL_CACHE))
                .or(() -> uncounted(policy));
    }

    /** The answer about a policy that counts nothing; empty if it counts. */
    private static Optional<StoreResult> uncounted(Policy policy) {
        return policy.limits().isEmpty() || policy.mode() == Mode.OFF ? NOTHING_COUNTED : Optional.empty();
    }
}
