package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlidingWindowTest extends AlgorithmContract {

    @Override
    Algorithm algorithm() {
        return Algorithm.SLIDING_WINDOW;
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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 15, 16, 31, 32, 33, 100, 500, 1_000, 60_000, 3_600_000, 86_400_000})
    void permit_used_isBackNoLaterThanAWindowAndASixteenth(long window) {
        Policy policy = Policy.of("p", algorithm(), List.of(new Limit(1, Duration.ofMillis(window))));
        for (long start = 1_763_690_000_000L; start < 1_763_690_000_100L; start++) {
            State state = policy.acquire(State.EMPTY, 1, start).state();
            assertThat(policy.peek(state, 1, start + window - 1).allowed()).isFalse();
            assertThat(policy.peek(state, 1, start + window + window / 16).allowed())
                    .as("window %d, used at %d", window, start)
                    .isTrue();
        }
    }

    @Test
    void charge_longRun_keepsNoMoreSlicesThanCount() {
        Limit limit = new Limit(1_000_000, Duration.ofSeconds(1));
        Counter counter = algorithm().unused(limit);
        for (long now = 1_763_690_000_000L; now < 1_763_690_010_000L; now += 7) {
            counter = counter.charge(limit, 1, now);
        }
        assertThat(counter.numbers()).hasSizeLessThanOrEqualTo(2 * 33);
    }
}
