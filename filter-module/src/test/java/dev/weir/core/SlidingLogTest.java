package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingLogTest extends AlgorithmContract {

    private static final Limit TEN = new Limit(10, Duration.ofSeconds(1));

    @Override
    Algorithm algorithm() {
        return Algorithm.SLIDING_LOG;
    }

    @Override
    void assertPromise(Limit limit, List<Admission> admitted, String context) {
        for (Admission first : admitted) {
            long sum = admitted.stream()
                    .filter(other -> other.millis() >= first.millis())
                    .filter(other -> other.millis() < first.millis() + limit.windowMillis())
                    .mapToLong(Admission::permits)
                    .sum();
            assertThat(sum).as("from %d, %s", first.millis(), context).isLessThanOrEqualTo(limit.permits());
        }
    }

    @Override
    long lendable(Policy policy, State state, long now) {
        assertThat(Lending.lendable(policy, state, now)).isZero();
        return remaining(policy, state, now);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 31, 32, 33, 500, 1_000, 60_000, 86_400_000})
    void permit_used_isFreeExactlyAWindowLater(long window) {
        Policy policy = Policy.of("p", algorithm(), List.of(new Limit(1, Duration.ofMillis(window))));
        for (long used = START; used < START + 100; used++) {
            State state = policy.acquire(State.EMPTY, 1, used).state();
            assertThat(policy.peek(state, 1, used + window - 1).allowed()).isFalse();
            assertThat(policy.peek(state, 1, used + window).allowed())
                    .as("window %d, used at %d", window, used)
                    .isTrue();
        }
    }

    /** Against a list of all times, each of which counts until a window later. */
    @ParameterizedTest
    @MethodSource("seeds")
    void acquire_randomWalk_admitsAllThatAListWould(long seed) {
        Random random = new Random(seed);
        Policy policy = Policy.of("p", algorithm(), List.of(TEN));
        List<Long> used = new ArrayList<>();
        State state = State.EMPTY;
        long now = START;
        for (int step = 0; step < 500; step++) {
            now += random.nextInt(3) == 0 ? random.nextInt(300) : 0;
            long present = now;
            used.removeIf(each -> each + TEN.windowMillis() <= present);
            boolean fits = used.size() < TEN.permits();
            Outcome outcome = policy.acquire(state, 1, now);
            assertThat(outcome.verdict().allowed())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(fits);
            if (fits) {
                used.add(now);
            }
            state = outcome.state();
            assertThat(outcome.verdict().quotas().get(0).remaining())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(TEN.permits() - used.size());
        }
    }

    @Test
    void numbers_severalAtOneTime_areAPair() {
        Counter log = algorithm()
                .unused(TEN)
                .charge(TEN, 3, START)
                .charge(TEN, 1, START + 50)
                .charge(TEN, 2, START + 50);
        assertThat(log.numbers()).containsExactly(START, -3, 50, -3);
        assertThat(algorithm().read(1_000, log.numbers())).isEqualTo(log).hasSameHashCodeAs(log);
        Counter single = algorithm().unused(TEN).charge(TEN, 1, START).charge(TEN, 1, START + 7);
        assertThat(single.numbers()).containsExactly(START, 7);
        assertThat(algorithm().read(1_000, single.numbers())).isEqualTo(single);
    }

    @Test
    void encode_aLog_isReadable() {
        State state = Policy.of("p", algorithm(), List.of(TEN))
                .acquire(State.EMPTY, 3, START)
                .state();
        assertThat(StateCodec.encode(state)).isEqualTo("1|1|1763690000123|0|l1000,1763690000123,-3");
    }

    @Test
    void read_numbersOfNoLog_areRefused() {
        long[][] wrong = {{START, 0}, {START, -1}, {START, -2, -2}, {START, Long.MIN_VALUE}, {START, Long.MAX_VALUE}};
        for (long[] numbers : wrong) {
            assertThatThrownBy(() -> algorithm().read(1_000, numbers))
                    .as("%d, %d", numbers[0], numbers[1])
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void charge_manyDebts_keepsABoundedLogThatForgetsNothing() {
        Limit hour = new Limit(10, Duration.ofHours(1));
        Counter log = algorithm().unused(hour);
        for (int i = 0; i < 2_000; i++) {
            log = log.charge(hour, 1, START + i);
        }
        assertThat(log.numbers()).hasSizeLessThanOrEqualTo(2 * 512);
        assertThat(log.used(hour, START + 2_000)).isEqualTo(2_000);
        assertThat(log.used(hour, START + hour.windowMillis() + 1_999)).isZero();
    }

    @Test
    void permit_heldUntilLater_countsNowAndAWindowAfterItsEnd() {
        long last = START + 30_000;
        Counter log = algorithm().unused(TEN).hold(TEN, 4, START, last);
        assertThat(log.used(TEN, START)).isEqualTo(4);
        assertThat(log.used(TEN, START + 5_000)).isEqualTo(4);
        assertThat(log.used(TEN, last + 999)).isEqualTo(4);
        assertThat(log.used(TEN, last + 1_000)).isZero();
        assertThat(log.millisUntilUsed(TEN, 0, START)).isEqualTo(31_000);
        assertThat(log.millisUntilFree(TEN, 0, START)).isEqualTo(1_000);
    }

    @Test
    void endHold_someUsed_countsThemFromNowOn() {
        long last = START + 30_000;
        Counter held = algorithm().unused(TEN).hold(TEN, 4, START, last).hold(TEN, 2, START, last);
        Counter ended = held.endHold(TEN, new Held(4, 3, START, last), START + 500);
        assertThat(ended.numbers()).containsExactly(START + 500, -3, 29_500, -2);
        // as where the state has lost it: what was used counts, and of other calls nothing is given back
        Counter lost =
                algorithm().unused(TEN).charge(TEN, 1, START).endHold(TEN, new Held(4, 3, START, last), START + 500);
        assertThat(lost.numbers()).containsExactly(START, 500, -3);
    }

    @Test
    void endHold_afterItsEnd_givesBackWhatWasNotUsedAndDatesNothing() {
        Counter held = algorithm().unused(TEN).hold(TEN, 4, START, START + 100);
        Counter ended = held.endHold(TEN, new Held(4, 3, START, START + 100), START + 150);
        assertThat(ended.numbers()).containsExactly(START + 100, -3);
    }

    /** A bucket does not tell how much of its permits were used within a window. */
    @Test
    void counter_afterABucket_startsFull() {
        State bucket = Policy.of("p", Algorithm.TOKEN_BUCKET, List.of(new Limit(500, 1_000, 15)))
                .acquire(State.EMPTY, 1, START)
                .state();
        Policy policy = Policy.of("p", algorithm(), List.of(TEN));
        assertThat(remaining(policy, bucket, START + 999)).isZero();
        assertThat(remaining(policy, bucket, START + 1_000)).isEqualTo(10);
    }

    /** What a log has counted keeps a bucket from refilling it within the same window. */
    @Test
    void bucket_afterALog_pays() {
        Limit larger = new Limit(310, 1_000, 10);
        State log = Policy.of("p", algorithm(), List.of(new Limit(100, 1_000, 100)))
                .acquire(State.EMPTY, 100, START)
                .state();
        Policy bucket = Policy.of("p", Algorithm.TOKEN_BUCKET, List.of(larger));
        assertThat(remaining(bucket, log, START + 290)).isZero();
        assertThat(remaining(bucket, log, START + 300)).isEqualTo(3);
    }
}
