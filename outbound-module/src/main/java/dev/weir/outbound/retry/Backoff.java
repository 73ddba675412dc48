package dev.weir.outbound.retry;

import dev.weir.outbound.settings.BackoffSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a retry. The longest wait grows by a factor from one retry to the next; with full jitter, the
 * wait is anything from the shortest one to that, so that calls that failed together do not come back together.
 * Immutable.
 *
 * @param settings of the policy
 */
public record Backoff(BackoffSettings settings) {

    private static final long HUNDREDTHS = 100;

    /**
     * The wait before the next attempt.
     *
     * @param attempts how often the call was sent, 1 or more
     * @param asked how long the other side asks to wait, which holds whatever the settings say; the wait is never
     *     shorter
     */
    public Duration delay(int attempts, Optional<Duration> asked, RandomGenerator random) {
        long min = settings.min().toMillis();
        if (asked.isPresent()) {
            return Duration.ofMillis(Math.max(min, ceilingMillis(asked.get())));
        }
        long longest = Math.max(min, longestMillis(attempts));
        return Duration.ofMillis(
                switch (settings.jitter()) {
                    case FULL -> between(min, longest, random);
                    case EQUAL -> between(Math.max(min, longest - longest / 2), longest, random);
                    case NONE -> longest;
                });
    }

    private long longestMillis(int attempts) {
        long max = settings.max().toMillis();
        long longest = Math.min(max, settings.first().toMillis());
        for (int i = 1; i < attempts && longest < max; i++) {
            // no overflow: at most a day in milliseconds, times at most 1,000.
            long next = longest * settings.factorHundredths() / HUNDREDTHS;
            if (next == longest) {
                return longest;
            }
            longest = Math.min(max, next);
        }
        return longest;
    }

    private static long between(long least, long most, RandomGenerator random) {
        return random.nextLong(least, most + 1);
    }

    private static long ceilingMillis(Duration duration) {
        long millis = duration.toMillis();
        return Duration.ofMillis(millis).equals(duration) ? millis : millis + 1;
    }
}
