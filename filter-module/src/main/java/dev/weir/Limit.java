package dev.weir;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A number of permits per window: {@code 100/1h}, or {@code 1000/calendar-day}. Immutable.
 *
 * @param permits the number of permits in a window, 0 or more; 0 refuses all
 * @param windowMillis the length of the window, from 1 ms to {@link #LONGEST_WINDOW}; of a calendar window the longest
 *     that it can be
 * @param burst the number of permits that can be in use at once: the bucket size of a {@code token-bucket}, the permits
 *     for every other algorithm
 * @param calendar the calendar window; empty for a window of a fixed length
 */
public record Limit(long permits, long windowMillis, long burst, Optional<CalendarWindow> calendar) {

    /** The longest window of a fixed length, 366 days: the cluster keeps no counter for much longer. */
    public static final Duration LONGEST_WINDOW = Duration.ofDays(366);

    private static final List<Map.Entry<String, Long>> UNITS =
            List.of(entry("d", 86_400_000L), entry("h", 3_600_000L), entry("m", 60_000L), entry("s", 1_000L));

    /** @throws IllegalArgumentException if a value is out of its range; the message is the rule that it breaks */
    public Limit {
        require(permits >= 0, "permits must be >= 0");
        require(burst >= 0, "burst must be >= 0");
        require(windowMillis > 0, "window must be > 0");
        if (calendar.isPresent()) {
            long longest = calendar.get().unit().longestMillis();
            require(windowMillis == longest, "a calendar window must have its longest length");
        } else {
            require(windowMillis <= LONGEST_WINDOW.toMillis(), "window must be <= 366d");
        }
    }

    /** A limit whose window has a fixed length. */
    public Limit(long permits, long windowMillis, long burst) {
        this(permits, windowMillis, burst, Optional.empty());
    }

    /** A limit whose burst is its permits. */
    public Limit(long permits, Duration window) {
        this(permits, window.toMillis(), permits);
    }

    /** A limit per calendar window. */
    public Limit(long permits, CalendarWindow calendar) {
        this(permits, calendar.unit().longestMillis(), permits, Optional.of(calendar));
    }

    /** The same limit with another bucket size. */
    public Limit withBurst(long burst) {
        return new Limit(permits, windowMillis, burst, calendar);
    }

    /** The length of the window; of a calendar window the longest that it can be. */
    public Duration window() {
        return Duration.ofMillis(windowMillis);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** The limit in the syntax of the configuration: {@code 100/1h}, {@code 1000/calendar-day}. */
    @Override
    public String toString() {
        return permits + "/" + calendar.map(CalendarWindow::toString).orElseGet(() -> window(windowMillis));
    }

    private static String window(long millis) {
        for (Map.Entry<String, Long> unit : UNITS) {
            if (millis % unit.getValue() == 0) {
                return millis / unit.getValue() + unit.getKey();
            }
        }
        return millis + "ms";
    }
}
