package dev.weir;

/**
 * Takes permits by hand, where neither the filter nor the annotation fits. A CDI bean; safe for use by many threads.
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
 * A key has one counter under a policy, whoever asks: {@code Key.user("alice")} is what a policy of scope {@code user} charges
 * when alice sends a request. Any kind of key can be given, whatever the scope of the policy.
 *
 * <p>Every call of {@link #acquire} charges once, also while a request is served that the same policy has been charged for.
 * The policy's {@code cost} and the exemptions of requests do not apply to it. A policy that is {@code off} admits everything,
 * as all do with {@code ratelimit.enabled=false}. All methods throw {@link IllegalArgumentException} if there is no such policy.
 * None waits longer than {@code ratelimit.store.timeout}, and none fails because the cluster does.
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
     * How the key stands: whether {@link #acquire(String, Key)} would be admitted now, and what is left before it. Takes nothing,
     * and begins no block.
     */
    Decision peek(String policy, Key key);

    /**
     * Forgets what the key has used, and its block, in the whole cluster. Takes effect as soon as the cluster answers, if
     * it does not at present; other instances go on with what they remember of the key for a second at most.
     */
    void reset(String policy, Key key);
}
