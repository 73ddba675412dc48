package dev.weir.engine;

import dev.weir.Decision;
import dev.weir.Limit;
import dev.weir.Source;
import dev.weir.core.Quota;
import dev.weir.core.Verdict;
import dev.weir.store.StoreResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The decision of the engine about one charge. Immutable.
 *
 * @param answer the result of the store
 * @param acquired whether permits were requested; false if this only reports the state of the key, as after a peek or a
 *     refund
 */
public record PolicyDecision(Charge charge, StoreResult answer, boolean acquired) implements Decision {

    /** Of a limit that is in use, fewer permits than for that many such charges are near the limit. */
    private static final long NEAR_LIMIT_CHARGES = 4;

    /** The time after which a cluster that does not answer is tried again. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** Whether the policy has no permits for this charge, whether or not it enforces its limits for the key. */
    public boolean exceeded() {
        return answer instanceof StoreResult.Decided counted && !counted.allowed();
    }

    /** Whether this is a refusal that an access to the cluster would not change. */
    boolean refusesForCertain() {
        return !allowed() && source() == Source.DENIAL_CACHE;
    }

    /**
     * Whether it is worth an access to the cluster to look before permits are taken: this refuses, or a limit that is
     * in use has fewer permits than for four such charges. A key that was not used yet, as far as this instance knows,
     * is not near its limit. A policy that does not enforce never is, because it never refuses.
     */
    boolean isNearLimit() {
        if (!enforces()) {
            return false;
        }
        for (Quota quota : quotas()) {
            boolean inUse = quota.remaining() < quota.limit().burst();
            if (inUse && quota.remaining() / NEAR_LIMIT_CHARGES < charge.permits()) {
                return true;
            }
        }
        return !allowed();
    }

    /** The quota of each limit of the policy; empty if nothing was counted. */
    public List<Quota> quotas() {
        return verdict().map(Verdict::quotas).orElse(List.of());
    }

    /** Whether permits were taken. */
    public boolean isCharged() {
        return acquired && answer instanceof StoreResult.Decided counted && counted.allowed();
    }

    Optional<Verdict> verdict() {
        return answer instanceof StoreResult.Decided counted ? Optional.of(counted.verdict()) : Optional.empty();
    }

    private boolean enforces() {
        return charge.enforced();
    }

    @Override
    public boolean allowed() {
        return !enforces() || !(exceeded() || unavailable());
    }

    @Override
    public boolean unavailable() {
        return enforces() && answer instanceof StoreResult.Undecided uncounted && !uncounted.admits();
    }

    @Override
    public String policy() {
        return charge.policy().name();
    }

    private Optional<Quota> tightest() {
        return quotas().stream().min(Quota.TIGHTEST_FIRST);
    }

    @Override
    public Optional<Limit> limit() {
        return tightest().map(Quota::limit);
    }

    @Override
    public long remaining() {
        return tightest().map(Quota::remaining).orElse(Long.MAX_VALUE);
    }

    @Override
    public Duration resetAfter() {
        return tightest()
                .map(quota -> Duration.ofMillis(quota.resetAfterMillis()))
                .orElse(Duration.ZERO);
    }

    @Override
    public Optional<Duration> retryAfter() {
        if (allowed()) {
            return Optional.of(Duration.ZERO);
        }
        if (unavailable()) {
            return Optional.of(LOOK_AGAIN);
        }
        OptionalLong wait = verdict().map(Verdict::retryAfterMillis).orElse(OptionalLong.empty());
        return wait.isPresent() ? Optional.of(Duration.ofMillis(wait.getAsLong())) : Optional.empty();
    }

    @Override
    public Source source() {
        return answer instanceof StoreResult.Decided counted ? counted.source() : Source.LOCAL;
    }

    @Override
    public boolean blocked() {
        return !allowed()
                && answer instanceof StoreResult.Decided counted
                && counted.decided().blocked();
    }
}
