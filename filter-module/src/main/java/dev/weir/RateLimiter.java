package dev.weir;

/**
 * Takes permits by a call, where neither the filter nor the annotation fits. A CDI bean; safe for use by many threads.
 *
 * <pre>
 * &#64;Inject RateLimiter limiter;
 *
 * Decision decision = limiter.acquire("reports", Key.user("alice"));
 * if (!decision.allowed()) {
 *     throw new RateLimitExceededException(decision);
 * }
 * </pre>
 *
 * A key has one counter under a policy, whichever adapter charges it: {@code Key.user("alice")} is the key that a
 * policy of scope {@code user} charges when alice sends a request. Keys of any kind are accepted, whatever the scope of
 * the policy. The limits are those of the key's tier, as a {@link TierResolver} says it; no caller is known whose roles
 * could say it.
 *
 * <p>Every call of {@link #acquire} charges once, also during a request that was already charged for the same policy.
 * The policy's {@code cost} and the exemptions of requests do not apply. A policy that is {@code off} admits
 * everything, as all policies do with {@code ratelimit.enabled=false}. All methods throw
 * {@link IllegalArgumentException} if there is no such policy. No method waits longer than
 * {@code ratelimit.store.timeout}, and no method fails because the cluster fails.
 */
public interface RateLimiter {

    /** Takes one permit. */
    default Decision acquire(String policy, Key key) {
        return acquire(policy, key, 1);
    }

    /**
     * Takes {@code permits} from every limit of the policy, or from none.
     *
     * @throws IllegalArgumentException if {@code permits} is below 1
     */
    Decision acquire(String policy, Key key, long permits);

    /**
     * Returns the state of the key: whether {@link #acquire(String, Key)} would be admitted now, and what is left
     * before it. Takes no permits, and begins no block.
     */
    Decision peek(String policy, Key key);

    /**
     * Resets the usage of the key, and its block, in the whole cluster. If the cluster does not answer at present, the
     * reset takes effect as soon as it does. Other instances use what they have in memory of the key for two seconds at
     * most.
     */
    void reset(String policy, Key key);
}
