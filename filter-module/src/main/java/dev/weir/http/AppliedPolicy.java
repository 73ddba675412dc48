package dev.weir.http;

import dev.weir.config.PolicySettings;
import dev.weir.core.Fallback;
import dev.weir.core.Policy;
import dev.weir.engine.Charge;
import dev.weir.engine.PolicyDecision;
import dev.weir.match.PathPattern;
import dev.weir.store.StoreResult;
import java.util.Optional;

/**
 * A policy that applies at a site, and the cost of a call there. Immutable.
 *
 * @param declaredCost permits that a call takes, 1 or more, unless the configuration says otherwise
 * @param pattern the pattern that matches the request; empty if the policy applies for another reason
 */
public record AppliedPolicy(PolicySettings policy, long declaredCost, Optional<PathPattern> pattern) {

    /** A policy that applies for another reason than a path. */
    public AppliedPolicy(PolicySettings policy, long declaredCost) {
        this(policy, declaredCost, Optional.empty());
    }

    /** Permits that a call takes, 1 or more, if nothing is known of its request. */
    long cost() {
        return policy.configuredCost().map(rule -> rule.permits(declaredCost)).orElse(declaredCost);
    }

    /** What the policy's fallback decides about a call of which nothing is known, as if the cluster did not answer. */
    PolicyDecision undecided() {
        Policy present = policy.policy();
        StoreResult answer = new StoreResult.Undecided(present.fallback() != Fallback.CLOSED);
        return new PolicyDecision(Charge.ofUnknownKey(present, cost()), answer, true);
    }
}
