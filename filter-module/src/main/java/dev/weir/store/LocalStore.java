package dev.weir.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.weir.core.Change;
import dev.weir.core.Outcome;
import dev.weir.core.Policy;
import dev.weir.core.Source;
import dev.weir.core.State;
import dev.weir.core.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counters in the memory of this instance, at most so many. Safe for use by many threads.
 *
 * <p>When it is full, the least wanted counters make room, but never one whose key is refused at present: a flood of new
 * keys frees nobody. Those have a bound of their own, as many again.
 */
public final class LocalStore implements CounterStore {

    private final InstantSource clock;
    private final long maxKeys;
    private final AtomicLong refusedKeys = new AtomicLong();
    private final Cache<String, Held> counters;

    /** A store of at most {@code maxKeys} keys, and as many that are refused. */
    public LocalStore(InstantSource clock, long maxKeys) {
        this.clock = clock;
        this.maxKeys = maxKeys;
        this.counters = Caffeine.newBuilder()
                .maximumWeight(maxKeys)
                .weigher((String id, Held held) -> held.refused ? 0 : 1)
                .expireAfter(Expiry.writing((String id, Held held) -> Duration.ofMillis(held.ttlMillis)))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .evictionListener((@Nullable String id, @Nullable Held held, RemovalCause cause) -> released(held))
                .build();
    }

    /** One state, for how long it says anything, and whether its key was refused when it was last asked for. */
    private record Held(State state, long ttlMillis, boolean refused) {}

    @Override
    public Answer apply(Policy policy, String key, Change change, Patience patience) {
        return new Answer.Counted(applyFrom(State.EMPTY, policy, key, change), Source.LOCAL);
    }

    /** Applies {@code change}; a key that is not known here starts from {@code start}. */
    Verdict applyFrom(State start, Policy policy, String key, Change change) {
        Step step = new Step(start, policy, change);
        counters.asMap().compute(CounterId.of(policy, key), (id, held) -> step.from(held));
        return step.verdict();
    }

    /** Forgets a counter; the next one starts afresh. */
    void forget(Policy policy, String key) {
        counters.asMap().computeIfPresent(CounterId.of(policy, key), (id, held) -> {
            released(held);
            return null;
        });
    }

    /** How many keys are held. */
    long size() {
        counters.cleanUp();
        return counters.estimatedSize();
    }

    @Override
    public void prepare(Policy policy) {
        // a map needs no preparation
    }

    @Override
    public void close() {
        // nothing to let go of
    }

    private void released(@Nullable Held held) {
        if (held != null && held.refused) {
            refusedKeys.decrementAndGet();
        }
    }

    /** One change on its way through the map; keeps what was decided. */
    private final class Step {

        private final State start;
        private final Policy policy;
        private final Change change;
        private @Nullable Verdict verdict;

        Step(State start, Policy policy, Change change) {
            this.start = start;
            this.policy = policy;
            this.change = change;
        }

        @Nullable Held from(@Nullable Held held) {
            State state = held == null ? start : held.state;
            long now = clock.millis();
            Outcome outcome = change.apply(policy, state, now);
            verdict = outcome.verdict();
            released(held);
            if (outcome.state().equals(State.EMPTY)) {
                return null;
            }
            boolean refused = !outcome.verdict().allowed() && refusedKeys.get() < maxKeys;
            if (refused) {
                refusedKeys.incrementAndGet();
            }
            // at least a millisecond: a time to live that rounds to nothing would mean no limit
            long ttlMillis = Math.max(1, policy.millisUntilForgotten(outcome.state(), now));
            return new Held(outcome.state(), ttlMillis, refused);
        }

        Verdict verdict() {
            if (verdict == null) {
                throw new IllegalStateException("the map did not apply the change");
            }
            return verdict;
        }
    }
}
