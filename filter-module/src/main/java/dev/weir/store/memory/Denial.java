package dev.weir.store.memory;

import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.Verdict;
import dev.weir.store.StoreResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A remembered refusal. It is valid until permits come back, because usage only grows until then, unless an operator
 * resets the key or permits are given back: an instance that hears of that forgets it. The counter is rechecked every
 * five minutes, and after a second if this instance has no news, or if others may return leases. Immutable.
 *
 * @param policy by whose limits
 * @param permits how many were asked for
 * @param decidedMillis when
 * @param verdict the refusal
 * @param blockedUntilMillis the end of the block, if the key is blocked: from then on refusals count
 * @param isFinal false if other instances had leases, which they may return
 */
public record Denial(
        Policy policy,
        long permits,
        long decidedMillis,
        Verdict verdict,
        long blockedUntilMillis,
        Source source,
        boolean isFinal)
        implements LocalDecision {

    private static final long RECHECK_MILLIS = 1_000;
    /** News come once a second: after that time they have failed to come. */
    private static final long NEWS_MILLIS = 2_000;
    /** A notice can be lost with its instance, and instances of earlier versions write none. */
    private static final long LONGEST_MILLIS = 300_000;

    /** What is remembered decides about other requests than the one that was refused. */
    public Denial {
        verdict = verdict.repeated();
    }

    /**
     * The denial of {@code change} by what this instance counts alone, if {@code result} is a refusal: the cluster may
     * decide again at any time.
     */
    public static Optional<Denial> of(Policy policy, Change change, StoreResult result, long nowMillis) {
        if (!(result instanceof StoreResult.Decided decided)
                || decided.allowed()
                || !(change instanceof Change.Query)) {
            return Optional.empty();
        }
        Verdict verdict = decided.verdict();
        long until = nowMillis + verdict.retryAfterMillis().orElse(0);
        return Optional.of(new Denial(policy, change.permits(), nowMillis, verdict, until, Source.DENIAL_CACHE, false));
    }

    /** Whether this was refused under {@code asked}: on another tier a key can have permits left. */
    boolean isFor(Policy asked) {
        return asked.equals(policy);
    }

    /** The same refusal, to be checked again after a second: callers on other tiers change the counter meanwhile. */
    public Denial forAMoment() {
        return new Denial(policy, permits, decidedMillis, verdict, blockedUntilMillis, source, false);
    }

    /** Refuses {@code query} if that is certain; null if only the counter can decide it. */
    @Nullable StoreResult tryRefuse(Counted counted, Policy policy, Change.Query query, long nowMillis) {
        if (!isFresh(counted, nowMillis) || (verdict.blocked() && nowMillis >= blockedUntilMillis)) {
            return null;
        }
        if (query.permits() == permits && isForever()) {
            return result(nowMillis);
        }
        boolean counts = Change.takes(query) && !policy.block().isNone() && !verdict.blocked();
        if (counts && (!policy.block().countsRefusals() || isDue(nowMillis))) {
            // this refusal would begin a block, or those that were counted on this instance are due
            return null;
        }
        StoreResult.Decided refusal = refusal(counted, policy, query, nowMillis);
        boolean isCounted = counts
                && refusal != null
                && refusal.decided().retryAfterMillis().isPresent();
        return isCounted && !counted.countRefusal(nowMillis) ? null : refusal;
    }

    private StoreResult.@Nullable Decided refusal(Counted counted, Policy policy, Change.Query query, long nowMillis) {
        if (query.permits() == permits) {
            return nowMillis < retryMillis() ? result(nowMillis) : null;
        }
        Verdict other = policy.peek(counted.lastSeen(), query.permits(), nowMillis);
        return other.allowed() ? null : new StoreResult.Decided(other, source);
    }

    /** Whether refusals that were counted meanwhile, on this instance alone, are to be written. */
    public boolean isDue(long nowMillis) {
        return nowMillis - decidedMillis >= RECHECK_MILLIS;
    }

    /** Whether the counter need not be checked again yet. */
    private boolean isFresh(Counted counted, long nowMillis) {
        if (nowMillis < decidedMillis) {
            return false;
        }
        return nowMillis - decidedMillis < RECHECK_MILLIS
                || (isFinal
                        && nowMillis - decidedMillis < LONGEST_MILLIS
                        && nowMillis - counted.newsMillis() < NEWS_MILLIS);
    }

    /** Whether that many permits never fit: such a refusal begins no block. */
    private boolean isForever() {
        return verdict.retryAfterMillis().isEmpty();
    }

    /** Whether forgetting this could admit a request too early. False if the permits can never fit. */
    public boolean isPinned(long nowMillis) {
        return !isForever() && nowMillis < retryMillis();
    }

    /** Whether this refuses because of a block that has not ended. */
    public boolean isBlocked(long nowMillis) {
        return verdict.blocked() && nowMillis < blockedUntilMillis;
    }

    /** Whether this decides nothing any more. */
    public boolean isExpired(long nowMillis) {
        return nowMillis - decidedMillis >= RECHECK_MILLIS && !isPinned(nowMillis);
    }

    private long retryMillis() {
        return decidedMillis + verdict.retryAfterMillis().orElse(0);
    }

    private StoreResult.Decided result(long nowMillis) {
        return new StoreResult.Decided(verdict, source, nowMillis - decidedMillis, 0);
    }
}
