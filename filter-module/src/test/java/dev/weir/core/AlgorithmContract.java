package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every algorithm promises, against a plain list of what was admitted. */
abstract class AlgorithmContract {

    static final long START = 1_763_690_000_123L;

    abstract Algorithm algorithm();

    /** Fails if {@code admitted} breaks the promise that the algorithm makes for {@code limit}. */
    abstract void assertPromise(Limit limit, List<Admission> admitted, String context);

    /** The limit that stands for one with that window; an algorithm can have windows of its own. */
    Limit limit(long permits, Duration window) {
        return new Limit(permits, window);
    }

    /** How many permits can be lent; where an algorithm never lends, what is lent is what calls in flight hold. */
    long lendable(Policy policy, State state, long now) {
        return Lending.lendable(policy, state, now);
    }

    record Admission(long millis, long permits) {}

    static Stream<Long> seeds() {
        return LongStream.range(0, 150).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void acquire_randomWalk_staysWithinPromise(long seed) {
        Random random = new Random(seed);
        Limit limit = randomLimit(random);
        Policy policy = policy(limit);
        List<Admission> admitted = new ArrayList<>();
        State state = State.EMPTY;
        long now = START;
        for (int step = 0; step < 600; step++) {
            now += randomPause(random, limit);
            long permits = 1 + random.nextInt(3);
            Outcome outcome = policy.acquire(state, permits, now);
            if (outcome.verdict().allowed()) {
                admitted.add(new Admission(now, permits));
            } else {
                assertThat(outcome.state()).as("refused, seed %d", seed).isSameAs(state);
            }
            boolean refundIt = outcome.verdict().allowed() && random.nextInt(8) == 0;
            state = outcome.state();
            if (refundIt) {
                long takenMillis = now;
                now += randomPause(random, limit);
                state = policy.refund(state, permits, takenMillis, now).state();
                admitted.remove(admitted.size() - 1);
            }
            state = StateCodec.decode(StateCodec.encode(state)).orElseThrow();
        }
        assertThat(admitted).as("seed %d", seed).isNotEmpty();
        assertPromise(limit, admitted, "seed " + seed + ", limit " + limit);
    }

    /** Several instances that lend, use what they have as late as they may, and give the rest back. */
    @ParameterizedTest
    @MethodSource("seeds")
    void lend_randomWalk_staysWithinPromise(long seed) {
        Random random = new Random(seed);
        long[] windows = {500, 997, 1_000, 10_000, 60_000};
        Limit limit = limit(200 + random.nextInt(200), Duration.ofMillis(windows[random.nextInt(windows.length)]));
        Policy policy = policy(limit);
        LeaseRandomWalk walk = new LeaseRandomWalk(policy, this::lendable, random, START);
        for (int step = 0; step < 1_500; step++) {
            walk.step();
        }
        assertThat(walk.leasesUsed()).as("seed %d", seed).isPositive();
        assertPromise(limit, walk.admitted(), "seed " + seed + ", limit " + limit);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void retryAfter_lonelyCaller_isExact(long seed) {
        Random random = new Random(seed);
        Limit limit = randomLimit(random);
        Policy policy = policy(limit);
        State state = State.EMPTY;
        long now = START;
        int refusals = 0;
        for (int step = 0; step < 300; step++) {
            now += randomPause(random, limit);
            long permits = 1 + random.nextInt((int) Math.min(4, limit.burst()));
            Outcome outcome = policy.acquire(state, permits, now);
            if (!outcome.verdict().allowed()) {
                refusals++;
                long wait = outcome.verdict().retryAfterMillis().orElseThrow();
                assertThat(policy.peek(state, permits, now + wait - 1).allowed())
                        .as("1 ms too early, seed %d", seed)
                        .isFalse();
                assertThat(policy.peek(state, permits, now + wait).allowed())
                        .as("in time, seed %d", seed)
                        .isTrue();
            }
            state = outcome.state();
        }
        assertThat(refusals).as("seed %d", seed).isPositive();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void resetAfter_somethingUsed_isWhenMoreBecomesAvailable(long seed) {
        Random random = new Random(seed);
        Limit limit = randomLimit(random);
        Policy policy = policy(limit);
        State state = State.EMPTY;
        long now = START;
        for (int step = 0; step < 200; step++) {
            now += randomPause(random, limit);
            state = policy.acquire(state, 1, now).state();
            Quota quota = policy.peek(state, 1, now).quotas().get(0);
            long reset = quota.resetAfterMillis();
            assertThat(reset).as("seed %d", seed).isPositive();
            assertThat(remaining(policy, state, now + reset - 1))
                    .as("seed %d", seed)
                    .isEqualTo(quota.remaining());
            assertThat(remaining(policy, state, now + reset))
                    .as("seed %d", seed)
                    .isGreaterThan(quota.remaining());
        }
    }

    @Test
    void acquire_inParts_isTheSameAsAtOnce() {
        Limit limit = limit(10, Duration.ofSeconds(1));
        Policy policy = policy(limit);
        State parts = State.EMPTY;
        for (int i = 0; i < 7; i++) {
            parts = policy.acquire(parts, 1, START).state();
        }
        State once = policy.acquire(State.EMPTY, 7, START).state();
        assertThat(parts.counters()).isEqualTo(once.counters());
    }

    @Test
    void acquire_timeGoesBack_givesNothingBack() {
        Limit limit = limit(2, Duration.ofSeconds(1));
        Policy policy = policy(limit);
        State state = policy.acquire(State.EMPTY, 2, START).state();
        for (long back : new long[] {1, 999, 1_000, 60_000, START}) {
            Outcome outcome = policy.acquire(state, 1, START - back);
            assertThat(outcome.verdict().allowed()).as("%d ms back", back).isFalse();
            assertThat(outcome.verdict().atMillis()).isEqualTo(START);
        }
        long recovered = START + policy.millisUntilForgotten(state, START);
        assertThat(policy.peek(state, 2, recovered).allowed()).isTrue();
    }

    @Test
    void acquire_moreThanTheLimit_isNeverPossibleAndTakesNothing() {
        Policy policy = policy(limit(5, Duration.ofMinutes(1)));
        State state = policy.acquire(State.EMPTY, 1, START).state();
        Outcome outcome = policy.acquire(state, 6, START);
        assertThat(outcome.state()).isSameAs(state);
        assertThat(outcome.verdict().retryAfterMillis()).isEmpty();
        assertThat(outcome.verdict().quotas().get(0).remaining()).isEqualTo(4);
    }

    @Test
    void acquire_limitOfOneWellSpaced_isNeverRefused() {
        Limit limit = limit(1, Duration.ofSeconds(1));
        Policy policy = policy(limit);
        State state = State.EMPTY;
        for (int i = 0; i < 50; i++) {
            Outcome outcome = policy.acquire(state, 1, START + i * (limit.windowMillis() * 17 / 16 + 1));
            assertThat(outcome.verdict().allowed()).as("call %d", i).isTrue();
            state = outcome.state();
        }
    }

    @Test
    void acquire_limitOfZero_refusesAll() {
        Policy policy = policy(limit(0, Duration.ofMinutes(1)));
        Verdict verdict = policy.acquire(State.EMPTY, 1, START).verdict();
        assertThat(verdict.allowed()).isFalse();
        assertThat(verdict.retryAfterMillis()).isEmpty();
    }

    @Test
    void acquire_hugeNumbers_saturate() {
        Policy policy = policy(limit(Long.MAX_VALUE, Duration.ofDays(1)));
        State state = State.EMPTY;
        for (int i = 0; i < 4; i++) {
            state = policy.acquire(state, Long.MAX_VALUE / 2, START).state();
        }
        assertThat(policy.peek(state, Long.MAX_VALUE, START).allowed()).isFalse();
        assertThat(policy.peek(state, 1, START).quotas().get(0).remaining()).isBetween(0L, 1L);
        long recovery = policy.millisUntilForgotten(state, START);
        assertThat(recovery).isBetween(1L, Duration.ofDays(2).toMillis());
        assertThat(policy.peek(state, Long.MAX_VALUE, START + recovery).allowed())
                .isTrue();
    }

    @Test
    void acquire_idleAfterDebt_admitsNoMoreThanTheBurst() {
        Limit limit = limit(2, Duration.ofSeconds(1));
        Counter inDebt = algorithm().unused(limit).charge(limit, 3, START);
        Policy policy = policy(limit);
        State state = State.EMPTY.next(START, Block.NONE, List.of(inDebt));
        assertThat(policy.peek(state, 1, START).quotas().get(0).remaining()).isZero();
        assertThat(policy.peek(state, 3, START + 100_000).allowed()).isFalse();
        assertThat(policy.peek(state, 2, START + 100_000).allowed()).isTrue();
    }

    @Test
    void acquire_farFuture_countsOn() {
        long year2200 = 7_258_118_400_000L;
        Limit limit = limit(1, Duration.ofSeconds(1));
        Policy policy = policy(limit);
        State state = policy.acquire(State.EMPTY, 1, year2200).state();
        assertThat(policy.peek(state, 1, year2200).allowed()).isFalse();
        assertThat(policy.peek(state, 1, year2200 + limit.windowMillis() / 10 * 11)
                        .allowed())
                .isTrue();
    }

    @Test
    void acquire_raisedLimit_reachesWhatIsCounted() {
        Limit limit = limit(5, Duration.ofMinutes(1));
        State state = policy(limit).acquire(State.EMPTY, 5, START).state();
        Policy raised = policy(limit(8, Duration.ofMinutes(1)));
        assertThat(remaining(raised, state, START)).isEqualTo(3);
    }

    @Test
    void acquire_otherWindow_carriesTheCountOn() {
        State state = policy(limit(5, Duration.ofMinutes(1)))
                .acquire(State.EMPTY, 4, START)
                .state();
        Policy longer = policy(limit(5, Duration.ofMinutes(2)));
        assertThat(remaining(longer, state, START)).isEqualTo(1);
    }

    @Test
    void refund_atOnce_isAsIfNeverTaken() {
        Limit limit = limit(9, Duration.ofSeconds(1));
        Policy policy = policy(limit);
        State state = policy.acquire(State.EMPTY, 4, START).state();
        State taken = policy.acquire(state, 3, START + 40).state();
        State refunded = policy.refund(taken, 3, START + 40, START + 40).state();
        for (long later = 40; later < 1_200; later += 10) {
            assertThat(remaining(policy, refunded, START + later))
                    .as("%d ms later", later)
                    .isEqualTo(remaining(policy, state, START + later));
        }
    }

    @Test
    void exhausted_untilItRecovers_admitsNothing() {
        Policy policy = policy(limit(5, Duration.ofMinutes(1)));
        State state = policy.exhausted(START);
        assertThat(policy.peek(state, 1, START).allowed()).isFalse();
        assertThat(policy.peek(state, 5, START + policy.recoveryMillis()).allowed())
                .isTrue();
    }

    private Policy policy(Limit limit) {
        return Policy.of("tested", algorithm(), List.of(limit));
    }

    static long remaining(Policy policy, State state, long now) {
        return policy.peek(state, 1, now).quotas().get(0).remaining();
    }

    private Limit randomLimit(Random random) {
        long[] windows = {7, 10, 31, 32, 33, 100, 500, 997, 1_000, 60_000, 3_600_000};
        long permits = 3 + random.nextInt(20);
        Limit limit = limit(permits, Duration.ofMillis(windows[random.nextInt(windows.length)]));
        boolean ownBurst = algorithm().refillsContinuously() && random.nextBoolean();
        return ownBurst ? limit.withBurst(4 + random.nextInt(12)) : limit;
    }

    /** Mostly demand above the limit, sometimes a pause of more than a window. */
    private static long randomPause(Random random, Limit limit) {
        int kind = random.nextInt(40);
        if (kind == 0) {
            return random.nextLong(2 * limit.windowMillis());
        }
        return kind < 15 ? 0 : random.nextLong(1 + limit.windowMillis() / limit.permits());
    }
}
