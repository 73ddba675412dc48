package dev.weir.config;

import dev.weir.core.Policy;
import dev.weir.match.PathPattern;
import java.util.List;
import java.util.OptionalLong;

/**
 * A policy and how requests come under it. Immutable.
 *
 * @param key what makes the key
 * @param configuredCost permits per request where the configuration says so
 * @param match requests that the drop-in filter applies the policy to
 * @param configured whether anybody says anything of it, so that it is more than what is built in
 */
public record PolicySettings(
        Policy policy,
        KeyRule key,
        OptionalLong configuredCost,
        Disclosure disclosure,
        List<PathPattern> match,
        boolean configured) {

    public PolicySettings {
        match = List.copyOf(match);
    }

    /** The name of the policy. */
    public String name() {
        return policy.name();
    }
}
