package dev.weir;

import java.time.Duration;
import java.util.List;

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
 * could say it, and no principal who could be a member of a tenant.
 *
 * <p>Every call of {@link #acquire} charges once, also during a request that was already charged for the same policy.
 * The policy's {@code cost} and the exemptions of requests do not apply. A policy that is {@code off} admits
 * everything, as all policies do with {@code ratelimit.enabled=false}. For keys that the policy's {@code rollout}
 * leaves out, a decision is what it is with mode {@code shadow}. All methods that name a policy throw
 * {@link IllegalArgumentException} if there is none of that name. No method waits longer than
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

    /** Reserves {@code permits} for at most ten minutes. */
    default Reservation reserve(String policy, Key key, long permits) {
        return reserve(policy, key, permits, Duration.ofMinutes(10));
    }

    /**
     * Charges {@code permits} now, of which a part is given back, or more is charged, when the reservation is settled.
     * For work whose cost is known at its end only, such as the tokens of a language model. At most 1,000 reservations
     * of one key are open on one instance under a policy: the next is refused, as {@code <policy>-reservations}.
     *
     * @param longest the time after which the reservation ends as it was charged, more than zero
     * @throws IllegalArgumentException if {@code permits} is below 1, or {@code longest} is not positive
     */
    default Reservation reserve(String policy, Key key, long permits, Duration longest) {
        return reserveAll(List.of(new Reservation.Part(policy, key, permits)), longest);
    }

    /**
     * Reserves all of {@code parts}, or none of them if a policy refuses its own. All are charged at the same time, in
     * one round trip to the cluster; where a limit is nearly used up, one that only looks comes before.
     *
     * @param parts one or more, each of another policy
     * @param longest the time after which the reservation ends as it was charged, more than zero
     * @throws IllegalArgumentException if {@code parts} is empty or names a policy twice, or {@code longest} is not
     *     positive
     */
    Reservation reserveAll(List<Reservation.Part> parts, Duration longest);

    /**
     * Takes a slot, if the key has fewer of them in use than the policy's {@code concurrency}, over all instances. For
     * work that may not be done too often at the same time, however long it takes. Charges no permits. Takes one with
     * every call, also during a request that holds a slot of the same policy.
     *
     * @return has to be closed
     * @throws IllegalArgumentException if the policy has no {@code concurrency}
     */
    Slot slot(String policy, Key key);

    /**
     * Takes one permit of {@code key} from a limit of {@code permits} in {@code window}, which needs no configuration:
     * for code that limits by hand. Returns whether it was admitted; a refused call takes nothing.
     *
     * <pre>
     * if (!limiter.allow("invite:" + accountId, 20, Duration.ofHours(1))) {
     *     return Response.status(429).build();
     * }
     * </pre>
     *
     * <p>The three arguments are the policy: all calls with the same ones, on all instances of the cluster, share one
     * counter, and another number of permits or another window begins another one. So distinguish by the key what must
     * not share a counter. The key is of the kind of {@link Key#of}, the algorithm is {@code sliding-window}, and while
     * the cluster does not answer each instance has its share. {@link #peek} and {@link #reset} know the policy as
     * {@code allow-20-3600000ms}.
     *
     * @param permits 0 or more; 0 refuses all
     * @param window from 1 ms to 366 days; parts of a millisecond are rounded up
     * @throws IllegalArgumentException if {@code permits} or {@code window} is out of its range
     * @throws IllegalStateException if the application has called this with 1,000 other pairs of permits and window
     */
    boolean allow(String key, long permits, Duration window);

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
