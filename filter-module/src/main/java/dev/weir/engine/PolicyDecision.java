package dev.weir.engine;

import dev.weir.Decision;
import dev.weir.Limit;
import dev.weir.LimitState;
import dev.weir.Source;
import dev.weir.adaptive.Capacity;
import dev.weir.core.Change;
import dev.weir.core.Quota;
import dev.weir.core.Verdict;
import dev.weir.store.StoreResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The decision of the engine about one charge. Immutable.
 *
 * @param answer the result of the store
 * @param acquired whether permits were requested; false if this only reports the state of the key, as after a peek or a
 *     refund
 * @param byPressure whether pressure on this instance is the only reason of a refusal
 */
public record PolicyDecision(Charge charge, StoreResult answer, boolean acquired, boolean byPressure)
        implements Decision {

    /** A decision for which pressure is not the only reason. */
    public PolicyDecision(Charge charge, StoreResult answer, boolean acquired) {
        this(charge, answer, acquired, false);
    }

    /** Of a limit that is in use, fewer permits than for that many such charges are near the limit. */
    private static final long NEAR_LIMIT_CHARGES = 4;

    /** The time after which a cluster that does not answer is tried again. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** Whether the policy has no permits for this charge, whether or not it enforces its limits for the key. */
    public boolean exceeded() {
        return answer instanceof StoreResult.Decided counted && !counted.allowed();
    }

    /** Whether this is a refusal that an access to the cluster would not change. */
    public boolean refusesForCertain() {
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
        for (Quota quota : present()) {
            boolean inUse = quota.remaining() < quota.limit().burst();
            if (inUse && quota.remaining() / NEAR_LIMIT_CHARGES < charge.permits()) {
                return true;
            }
        }
        return !allowed();
    }

    /**
     * The quota of each limit of the policy as it is configured; empty if nothing was counted. What is left is what the
     * key can take, also if its limits are smaller at present.
     */
    public List<Quota> quotas() {
        List<Quota> present = present();
        if (charge.capacity().isEmpty() || charge.capacity().get().isWhole()) {
            return present;
        }
        List<Limit> configured = charge.capacity().get().configured().limits();
        List<Quota> quotas = new ArrayList<>(present.size());
        for (int i = 0; i < present.size(); i++) {
            Quota quota = present.get(i);
            quotas.add(new Quota(configured.get(i), quota.remaining(), quota.resetAfterMillis()));
        }
        return quotas;
    }

    /** The quota of each limit that decides. */
    private List<Quota> present() {
        return verdict().map(Verdict::quotas).orElse(List.of());
    }

    /** Whether a block begins with this refusal; of those after it {@link #blocked} alone is true. */
    public boolean beginsBlock() {
        return answer instanceof StoreResult.Decided counted
                && counted.decided().beginsBlock();
    }

    /** When the store decided, by the cluster's time in milliseconds since the epoch; empty if nothing was counted. */
    public OptionalLong decidedMillis() {
        return answer instanceof StoreResult.Decided counted
                ? OptionalLong.of(counted.decided().atMillis() + counted.ageMillis())
                : OptionalLong.empty();
    }

    /**
     * When a block ends that begins with this refusal, in the same way; empty if none does. Where blocks grow, it can
     * end earlier: how long this one is only the store knows.
     */
    public OptionalLong blockedUntilMillis() {
        if (answer instanceof StoreResult.Decided counted && counted.decided().beginsBlock()) {
            long longest = charge.policy().block().maxMillis();
            long wait = counted.decided().retryAfterMillis().orElse(longest);
            return OptionalLong.of(counted.decided().atMillis() + Math.min(wait, longest));
        }
        return OptionalLong.empty();
    }

    /** Whether the policy refuses this key; false in shadow mode, and for keys that are not in its roll-out. */
    public boolean enforces() {
        return charge.enforced();
    }

    /**
     * Whether a limit has more than {@code hundredths} of a percent of its permits in use. Cheaper than to ask for the
     * {@link #quotas}: nothing is made of what the store has answered.
     */
    public boolean usesMoreThan(int hundredths) {
        if (answer instanceof StoreResult.Decided counted) {
            List<Quota> quotas = counted.decided().quotas();
            for (int i = 0; i < quotas.size(); i++) {
                if (quotas.get(i).isUsedBeyond(hundredths, counted.unspent())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether permits were taken. */
    public boolean isCharged() {
        return acquired && answer instanceof StoreResult.Decided counted && counted.allowed();
    }

    Optional<Verdict> verdict() {
        return answer instanceof StoreResult.Decided counted ? Optional.of(counted.verdict()) : Optional.empty();
    }

    /** The change that looks whether this would be admitted. */
    Change toPeek() {
        return new Change.Peek(charge.permits());
    }

    /** The change that takes the permits. */
    Change toAcquire() {
        return charge.toTake();
    }

    /** The change that gives back what was taken. */
    Change toRefund() {
        if (isHeld()) {
            return toEnd(0);
        }
        return toRefund(charge.permits());
    }

    /**
     * Whether the counter has the permits as used at the last moment of the call. An instance that counts alone has
     * them as used when they were taken.
     */
    boolean isHeld() {
        return charge.call().isPresent()
                && isCharged()
                && verdict().orElseThrow().atMillis() >= charge.call().get().lastMillis();
    }

    /** The change that ends the call, which used {@code used} permits. */
    Change toEnd(long used) {
        return new Change.EndHold(
                charge.permits(),
                used,
                charge.call().orElseThrow().takenMillis(),
                verdict().orElseThrow().atMillis());
    }

    /** The change that gives back {@code permits} of what was taken. */
    Change toRefund(long permits) {
        return new Change.Refund(permits, verdict().orElseThrow().atMillis(), source() == Source.LOCAL);
    }

    @Override
    public boolean allowed() {
        return !enforces() || !(exceeded() || unavailable());
    }

    @Override
    public boolean unavailable() {
        return enforces() && answer instanceof StoreResult.Undecided uncounted && !uncounted.admits();
    }

    /** The time until the block of the key ends, if it has one and its end is known. */
    public Optional<Duration> blockedFor() {
        return verdict().filter(each -> each.blockedMillis() > 0).map(each -> Duration.ofMillis(each.blockedMillis()));
    }

    @Override
    public String policy() {
        return charge.policy().name();
    }

    private Optional<Quota> tightest() {
        return quotas().stream().min(Quota.TIGHTEST_FIRST);
    }

    /** The limit of which the largest share is in use; empty if nothing was counted. */
    public Optional<FullestLimit> fullest() {
        return quotas().stream().min(Quota.FULLEST_FIRST).map(quota -> FullestLimit.of(charge.policy(), quota));
    }

    @Override
    public int level() {
        return charge.capacity().map(Capacity::level).orElse(0);
    }

    @Override
    public List<LimitState> limits() {
        return quotas().stream()
                .map(quota ->
                        new LimitState(quota.limit(), quota.remaining(), Duration.ofMillis(quota.resetAfterMillis())))
                .toList();
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
