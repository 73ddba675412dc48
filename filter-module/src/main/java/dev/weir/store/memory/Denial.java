package dev.weir.store.memory;

import dev.weir.Source;
import dev.weir.core.Change;
import dev.weir.core.Policy;
import dev.weir.core.Verdict;
import dev.weir.store.StoreResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A remembered refusal. It is valid until permits come back, because usage only grows until then. The counter is
 * rechecked after a second, so that a reset on another instance takes effect. Immutable.
 *
 * @param permits how many were asked for
 * @param decidedMillis when
 * @param verdict the refusal
 */
public record Denial(long permits, long decidedMillis, Verdict verdict, Source source) implements LocalDecision {

    private static final long RECHECK_MILLIS = 1_000;

    /** The denial of {@code change}, if {@code result} is a refusal. */
    public static Optional<Denial> of(Change change, StoreResult result, long nowMillis) {
        return result instanceof StoreResult.Decided decided && !decided.allowed() && change instanceof Change.Query
                ? Optional.of(new Denial(change.permits(), nowMillis, decided.verdict(), Source.DENIAL_CACHE))
                : Optional.empty();
    }

    /** Refuses {@code query} if that is certain; null if only the counter can decide it. */
    @Nullable StoreResult tryRefuse(Counted counted, Policy policy, Change.Query query, long nowMillis) {
        if (!isFresh(nowMillis)) {
            return null;
        }
        if (query.permits() == permits && isForever()) {
            return result(nowMillis);
        }
        if (query instanceof Change.Acquire && policy.blockMillis() > 0 && !verdict.blocked()) {
            // this refusal would begin a block
            return null;
        }
        if (query.permits() == permits) {
            return nowMillis < retryMillis() ? result(nowMillis) : null;
        }
        Verdict other = policy.peek(counted.lastSeen(), query.permits(), nowMillis);
        return other.allowed() ? null : new StoreResult.Decided(other, source);
    }

    /** Whether the counter need not be checked again yet. */
    boolean isFresh(long nowMillis) {
        return nowMillis - decidedMillis < RECHECK_MILLIS && nowMillis >= decidedMillis;
    }

    /** Whether that many permits never fit: such a refusal begins no block. */
    private boolean isForever() {
        return verdict.retryAfterMillis().isEmpty();
    }

    /** Whether forgetting this could admit a request too early. False if the permits can never fit. */
    public boolean isPinned(long nowMillis) {
        return !isForever() && nowMillis < retryMillis();
    }

    /** Whether this decides nothing any more. */
    public boolean isExpired(long nowMillis) {
        return !isFresh(nowMillis) && !isPinned(nowMillis);
    }

    private long retryMillis() {
        return decidedMillis + verdict.retryAfterMillis().orElse(0);
    }

    private StoreResult result(long nowMillis) {
        return new StoreResult.Decided(verdict, source, nowMillis - decidedMillis, 0);
    }
}
