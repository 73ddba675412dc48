package dev.weir.config;

import dev.weir.core.Policy;
import dev.weir.match.PathPattern;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A policy and the conditions under which it applies to requests. Immutable.
 *
 * @param key the rule that makes the key
 * @param configuredCost permits per request, if the configuration sets them
 * @param match the requests to which the drop-in filter applies the policy
 * @param tiers the policy on each tier, by the tier's name; empty if it has no limits of its own on any
 * @param configured whether the configuration or a site mentions the policy, so that it is more than the built-in one
 */
public record PolicySettings(
        Policy policy,
        KeyRule key,
        OptionalLong configuredCost,
        Disclosure disclosure,
        List<PathPattern> match,
        Map<String, Policy> tiers,
        boolean configured) {

    public PolicySettings {
        match = List.copyOf(match);
        tiers = Map.copyOf(tiers);
    }

    /** Whether the policy has a limit, on any tier. */
    public boolean isLimited() {
        return !policy.limits().isEmpty()
                || tiers.values().stream().anyMatch(tier -> !tier.limits().isEmpty());
    }

    /** The name of the policy. */
    public String name() {
        return policy.name();
    }
}
