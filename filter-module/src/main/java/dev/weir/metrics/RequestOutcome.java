package dev.weir.metrics;

import dev.weir.engine.PolicyDecision;
import java.util.Locale;

/** What became of a request under one policy, as the label {@code outcome} says. */
enum RequestOutcome {
    /** It was admitted. */
    ALLOWED,
    /** A limit was exceeded; of a policy with blocks, also the refusal that begins one. */
    REFUSED,
    /** The key is blocked. */
    BLOCKED,
    /** It would have been refused, if the policy were enforced for the key. */
    SHADOW_REFUSED,
    /** It was never counted. */
    EXEMPT,
    /** The cluster did not answer, and the policy's fallback is {@code closed}. */
    UNAVAILABLE;

    /** The name in metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What {@code decision} is for the request. */
    static RequestOutcome of(PolicyDecision decision) {
        if (decision.isCharged()) {
            return ALLOWED;
        }
        if (decision.unavailable()) {
            return UNAVAILABLE;
        }
        if (!decision.exceeded()) {
            return ALLOWED;
        }
        if (!decision.enforces()) {
            return SHADOW_REFUSED;
        }
        return decision.blocked() && !decision.beginsBlock() ? BLOCKED : REFUSED;
    }
}
