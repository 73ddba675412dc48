package dev.weir.spi;

import dev.weir.text.Values;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the values of a module's properties, in the syntax of all properties of Weir. A value that breaks a rule causes
 * an {@link IllegalArgumentException} whose message is the rule.
 */
public final class ValueReader {

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,18})([a-zA-Z]+)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Map<String, Long> BYTES = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private ValueReader() {}

    /** Reads a duration of whole milliseconds: {@code 500ms}, {@code 15m}, {@code PT90S}; or {@code 0}. */
    public static Duration duration(String text, Duration least, Duration most) {
        Duration duration = duration(text);
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new IllegalArgumentException("must be from " + written(least) + " to " + written(most));
        }
        return duration;
    }

    private static Duration duration(String text) {
        try {
            if (text.equals("0")) {
                return Duration.ZERO;
            }
            if (!text.toUpperCase(Locale.ROOT).startsWith("P")) {
                return Duration.ofMillis(
                        withUnit(text, MILLIS, "must be a number and one of the units ms, s, m, h, d"));
            }
            Duration duration = Duration.parse(text);
            if (duration.equals(Duration.ofMillis(duration.toMillis()))) {
                return duration;
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("must be a number and a unit, or an ISO-8601 duration", e);
        }
        throw new IllegalArgumentException("must be whole milliseconds");
    }

    private static String written(Duration duration) {
        for (String unit : List.of("d", "h", "m", "s")) {
            long millis = MILLIS.getOrDefault(unit, 1L);
            if (duration.toMillis() > 0 && duration.toMillis() % millis == 0) {
                return duration.toMillis() / millis + unit;
            }
        }
        return duration.toMillis() + "ms";
    }

    /** Reads a number of bytes: {@code 64KiB}, {@code 10MiB}, {@code 512B}. */
    public static long size(String text, long least, long most) {
        long bytes = withUnit(text, BYTES, "must be a number and one of the units B, KiB, MiB, GiB");
        if (bytes < least || bytes > most) {
            throw new IllegalArgumentException("must be from " + sized(least) + " to " + sized(most));
        }
        return bytes;
    }

    private static String sized(long bytes) {
        for (String unit : List.of("GiB", "MiB", "KiB")) {
            long size = BYTES.getOrDefault(unit, 1L);
            if (bytes > 0 && bytes % size == 0) {
                return bytes / size + unit;
            }
        }
        return bytes + "B";
    }

    private static long withUnit(String text, Map<String, Long> units, String rule) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches() || !units.containsKey(matcher.group(2))) {
            throw new IllegalArgumentException(rule);
        }
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), units.getOrDefault(matcher.group(2), 1L));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("must not be as large", e);
        }
    }

    /** Reads a whole number. */
    public static int number(String text, int least, int most) {
        return (int) Values.number(text, least, most);
    }

    /**
     * Reads {@code true} or {@code false}; any other text is an error, so that a mistyped switch is not silently off.
     */
    public static boolean flag(String text) {
        return Values.flag(text);
    }

    /** Reads the name of a constant in lower case, with hyphens. */
    public static <E extends Enum<E>> E choice(Class<E> type, String text) {
        return Values.choice(type, text);
    }

    /** The elements between the commas, without empty ones; {@code none} is the empty list. */
    public static List<String> list(String text) {
        return Values.list(text);
    }
}
