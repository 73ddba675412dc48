package dev.weir.gateway.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the values of properties, in the syntax of all properties of Weir. A value that breaks a rule causes an
 * {@link IllegalArgumentException} whose message is the rule.
 */
final class Values {

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,18})([a-zA-Z]+)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Map<String, Long> BYTES = Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
    private static final String NONE = "none";

    private Values() {}

    /** Reads a duration of whole milliseconds: {@code 500ms}, {@code 15m}, {@code PT90S}. */
    static Duration duration(String text, Duration least, Duration most) {
        Duration duration = duration(text);
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw new IllegalArgumentException("must be from " + written(least) + " to " + written(most));
        }
        return duration;
    }

    private static Duration duration(String text) {
        try {
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

    /** Reads a number of bytes: {@code 64KiB}, {@code 1MiB}, {@code 512B}. */
    static int size(String text, int least, int most) {
        long bytes = withUnit(text, BYTES, "must be a number and one of the units B, KiB, MiB, GiB");
        if (bytes < least || bytes > most) {
            throw new IllegalArgumentException("must be from " + least + "B to " + most + 'B');
        }
        return (int) bytes;
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
    static int number(String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(range(least, most), e);
        }
        throw new IllegalArgumentException(range(least, most));
    }

    private static String range(int least, int most) {
        return "must be a whole number from " + least + " to " + most;
    }

    /** Reads a whole number, or {@code none}. */
    static OptionalInt numberIfAny(String text, int least, int most) {
        return text.equals(NONE) ? OptionalInt.empty() : OptionalInt.of(number(text, least, most));
    }

    /** Reads {@code true} or {@code false}; any other text is an error: a mistyped switch is not silently off. */
    static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    /** Reads the name of a constant in lower case. */
    static <E extends Enum<E>> E choice(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (written(constant).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("must be one of "
                + Arrays.stream(type.getEnumConstants()).map(Values::written).collect(Collectors.joining(", ")));
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The elements between the commas, each once, without empty ones. */
    static List<String> list(String text) {
        List<String> elements = new ArrayList<>();
        for (String element : text.split(",", -1)) {
            if (elements.contains(element.strip())) {
                throw new IllegalArgumentException("must name each once");
            }
            if (!element.isBlank()) {
                elements.add(element.strip());
            }
        }
        return elements;
    }

    /** Reads the path of a file, or {@code none}. */
    static Optional<Path> fileIfAny(String text) {
        return text.equals(NONE) ? Optional.empty() : Optional.of(file(text));
    }

    /** Reads the path of a file. */
    static Path file(String text) {
        try {
            Path path = Path.of(text);
            if (!text.isBlank() && path.getFileName() != null) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("must be the path of a file", e);
        }
        throw new IllegalArgumentException("must be the path of a file");
    }
}
