package dev.weir.http;

import dev.weir.config.PolicySettings;

/**
 * A policy that applies at a site, and the cost of a call there. Immutable.
 *
 * @param declaredCost permits that a call takes, 1 or more, unless the configuration says otherwise
 */
public record AppliedPolicy(PolicySettings policy, long declaredCost) {

    /** Permits that a call takes, 1 or more, if nothing is known of its request. */
    long cost() {
        return policy.configuredCost().map(rule -> rule.permits(declaredCost)).orElse(declaredCost);
    }
}
