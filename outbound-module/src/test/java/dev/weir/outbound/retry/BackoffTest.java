package dev.weir.outbound.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.outbound.settings.BackoffSettings;
import dev.weir.outbound.settings.BackoffSettings.Jitter;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private final Random random = new Random(7);

    private static Backoff backoff(long first, int factor, long min, long max, Jitter jitter) {
        return new Backoff(new BackoffSettings(
                Duration.ofMillis(first), factor, Duration.ofMillis(min), Duration.ofMillis(max), jitter));
    }

    private LongSummaryStatistics delays(Backoff backoff, int attempts) {
        return LongStream.range(0, 20_000)
                .map(i -> backoff.delay(attempts, Optional.empty(), random).toMillis())
                .summaryStatistics();
    }

    @ParameterizedTest
    @CsvSource({"1,250", "2,500", "3,1000", "4,2000", "8,32000", "9,60000", "100,60000", "2147483647,60000"})
    void delay_fullJitter_isAnythingFromTheShortestToTheLongest(int attempts, long longest) {
        LongSummaryStatistics delays = delays(backoff(250, 200, 50, 60_000, Jitter.FULL), attempts);

        assertThat(delays.getMin()).isBetween(50L, 50 + longest / 500);
        assertThat(delays.getMax()).isBetween(longest - longest / 500 - 1, longest);
        assertThat(delays.getAverage()).isBetween((50 + longest) / 2 * 0.97, (50 + longest) / 2 * 1.03);
    }

    @Test
    void delay_equalJitter_leavesHalfToChance() {
        LongSummaryStatistics delays = delays(backoff(1_000, 200, 50, 60_000, Jitter.EQUAL), 2);

        assertThat(delays.getMin()).isBetween(1_000L, 1_005L);
        assertThat(delays.getMax()).isBetween(1_995L, 2_000L);
    }

    @Test
    void delay_noJitter_growsByTheFactorToTheLongest() {
        Backoff backoff = backoff(100, 150, 0, 400, Jitter.NONE);

        assertThat(LongStream.rangeClosed(1, 6)
                        .map(i ->
                                backoff.delay((int) i, Optional.empty(), random).toMillis()))
                .containsExactly(100L, 150L, 225L, 337L, 400L, 400L);
    }

    @Test
    void delay_factorOne_staysTheSame() {
        assertThat(backoff(1, 100, 0, 60_000, Jitter.NONE).delay(1_000_000_000, Optional.empty(), random))
                .isEqualTo(Duration.ofMillis(1));
        // 1.5 ms are 1 ms: a wait below two milliseconds cannot grow by a half
        assertThat(backoff(1, 150, 0, 60_000, Jitter.NONE).delay(1_000_000_000, Optional.empty(), random))
                .isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void delay_longestTimes_doNotOverflow() {
        long day = Duration.ofDays(1).toMillis();
        Backoff backoff = backoff(Duration.ofHours(1).toMillis(), 1_000, 0, day, Jitter.NONE);

        assertThat(backoff.delay(Integer.MAX_VALUE, Optional.empty(), random).toMillis())
                .isEqualTo(day);
    }

    @Test
    void delay_otherSideAsks_isExactlyThatWhateverTheSettings() {
        for (Jitter jitter : Jitter.values()) {
            Backoff backoff = backoff(250, 200, 50, 1_000, jitter);
            assertThat(backoff.delay(1, Optional.of(Duration.ofSeconds(2)), random))
                    .isEqualTo(Duration.ofSeconds(2));
            assertThat(backoff.delay(9, Optional.of(Duration.ofSeconds(300)), random))
                    .isEqualTo(Duration.ofSeconds(300));
            // never shorter than it asks, and never shorter than the policy says
            assertThat(backoff.delay(1, Optional.of(Duration.ofNanos(99_000_001)), random))
                    .isEqualTo(Duration.ofMillis(100));
            assertThat(backoff.delay(1, Optional.of(Duration.ofMillis(1)), random))
                    .isEqualTo(Duration.ofMillis(50));
        }
    }
}
