package dev.weir.http;

import dev.weir.Key;
import dev.weir.TierResolver;
import dev.weir.config.PolicySettings;
import dev.weir.config.Settings;
import dev.weir.core.Policy;
import dev.weir.log.OncePerMinuteLog;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Selects the tier of a key, and by that the limits of a policy. The first that knows a tier decides: an operator, the
 * application's {@link TierResolver}, the roles of the caller, the default. Safe for use by many threads.
 */
public final class TierSelector {

    private final Settings.Tiers tiers;
    private final BiFunction<String, Key, Optional<String>> setAtRunTime;
    private final KeyResolvers resolvers;
    private final OncePerMinuteLog problems;

    /**
     * Creates the selector of one application.
     *
     * @param setAtRunTime the tier that an operator has set for a key under a policy, by the policy's name
     * @param resolvers finds the application's resolver
     * @param problems logs its failures
     */
    public TierSelector(
            Settings.Tiers tiers,
            BiFunction<String, Key, Optional<String>> setAtRunTime,
            KeyResolvers resolvers,
            OncePerMinuteLog problems) {
        this.tiers = tiers;
        this.setAtRunTime = setAtRunTime;
        this.resolvers = resolvers;
        this.problems = problems;
    }

    /**
     * Returns the policy on the tier of {@code key}.
     *
     * @param hasRole whether the caller has a role; false for all where no caller is known
     */
    public Policy select(PolicySettings policy, Key key, Predicate<String> hasRole) {
        return tier(policy, key, hasRole).map(policy::onTier).orElse(policy.policy());
    }

    /** Returns the tier of {@code key}; empty if it makes no difference to {@code policy}. */
    Optional<String> tier(PolicySettings policy, Key key, Predicate<String> hasRole) {
        if (!policy.hasTiers()) {
            return Optional.empty();
        }
        String tier = setAtRunTime
                .apply(policy.name(), key)
                // for good, but the configuration does not have it any more
                .filter(tiers.names()::contains)
                .or(() -> resolved(key))
                .or(() -> byRole(hasRole))
                .orElse(tiers.defaultTier());
        return Optional.of(tier);
    }

    private Optional<String> resolved(Key key) {
        try {
            Optional<TierResolver> resolver = resolvers.tiers();
            if (resolver.isEmpty()) {
                return Optional.empty();
            }
            Optional<String> tier = resolver.get().tier(key);
            if (tier.isEmpty() || tiers.names().contains(tier.get())) {
                return tier;
            }
            throw new IllegalStateException("there is no such tier in ratelimit.tiers, was \"" + tier.get() + "\"");
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            problems.warn("a TierResolver failed, the roles of the caller or the default tier decide instead", e);
            return Optional.empty();
        }
    }

    /** Of several tiers the one that was listed last: the lowest, which most have, comes first. */
    private Optional<String> byRole(Predicate<String> hasRole) {
        for (int i = tiers.names().size() - 1; i >= 0; i--) {
            String tier = tiers.names().get(i);
            for (String role : tiers.roles().getOrDefault(tier, List.of())) {
                if (hasRole.test(role)) {
                    return Optional.of(tier);
                }
            }
        }
        return Optional.empty();
    }
}
