package dev.weir.store;

import dev.weir.core.Change;
import dev.weir.core.Source;
import dev.weir.core.Verdict;
import java.util.Optional;

/**
 * The memory that a key is refused. It is true until permits come back, because a state only gets fuller until then; it is
 * looked at again after a second, so that a reset elsewhere takes effect. Immutable.
 *
 * @param permits how many were asked for
 * @param decidedMillis when
 * @param verdict the refusal
 */
record Denial(long permits, long decidedMillis, Verdict verdict, Source source) implements Shortcut.Memory {

    private static final long LOOK_AGAIN_MILLIS = 1_000;

    /** What {@code change} was told, if that is a refusal. */
    static Optional<Denial> of(Change change, Answer answer, long nowMillis) {
        if (answer instanceof Answer.Counted counted && !counted.allowed()) {
            if (change instanceof Change.Acquire acquire) {
                return Optional.of(new Denial(acquire.permits(), nowMillis, counted.verdict(), Source.DENIAL_CACHE));
            }
            if (change instanceof Change.Peek peek) {
                return Optional.of(new Denial(peek.permits(), nowMillis, counted.verdict(), Source.DENIAL_CACHE));
            }
        }
        return Optional.empty();
    }

    /** Whether the counter need not be looked at again. */
    boolean isFresh(long nowMillis) {
        return nowMillis - decidedMillis < LOOK_AGAIN_MILLIS && nowMillis >= decidedMillis;
    }

    /** Whether the same acquire is refused still. */
    boolean holds(long nowMillis) {
        return isForever() || nowMillis < retryMillis();
    }

    /** Whether so many permits never fit: that begins no block either. */
    boolean isForever() {
        return verdict.retryAfterMillis().isEmpty();
    }

    /** Whether to forget this could admit somebody too early: never true of what no permits can ever fit. */
    boolean isNeeded(long nowMillis) {
        return !isForever() && nowMillis < retryMillis();
    }

    private long retryMillis() {
        return decidedMillis + verdict.retryAfterMillis().orElse(0);
    }

    Answer answer(long nowMillis) {
        return new Answer.Counted(verdict, source, nowMillis - decidedMillis, 0);
    }
}
