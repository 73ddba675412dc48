package dev.weir.text;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads durations in the syntax of the configuration: {@code 500ms}, {@code 15m}, {@code 1d}, or ISO-8601
 * ({@code PT90S}).
 */
public final class DurationReader {

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,18})([a-zA-Z]+)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private DurationReader() {}

    /**
     * Returns {@code text} in milliseconds, saturated.
     *
     * @param what the name of the value in error messages, for example {@code window}
     * @throws IllegalArgumentException if the text is no duration of whole milliseconds above zero; the message is the
     *     rule that it breaks
     */
    public static long readMillis(String text, String what) {
        long millis = saturated(text, what);
        if (millis <= 0) {
            throw new IllegalArgumentException(what + " must be > 0");
        }
        return millis;
    }

    private static long saturated(String text, String what) {
        try {
            return text.toUpperCase(Locale.ROOT).startsWith("P") ? iso(text, what) : shorthand(text, what);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    private static long iso(String text, String what) {
        try {
            Duration duration = Duration.parse(text);
            if (!duration.equals(duration.truncatedTo(ChronoUnit.MILLIS))) {
                throw new IllegalArgumentException(what + " must be whole milliseconds");
            }
            return duration.toMillis();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(what + " must be a number and a unit, or an ISO-8601 duration", e);
        }
    }

    private static long shorthand(String text, String what) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(what + " must be a number and a unit");
        }
        Long unit = MILLIS.get(matcher.group(2));
        if (unit == null) {
            throw new IllegalArgumentException("unknown unit");
        }
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    }
}
