package dev.weir.text;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the values of properties. A value that breaks a rule causes an {@link IllegalArgumentException} whose message
 * is the rule.
 */
public final class Values {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern BEAN_NAME = Pattern.compile("\\S+");
    private static final Pattern PERCENTAGE = Pattern.compile("\\d{1,3}(\\.\\d{1,2})?");

    private Values() {}

    /** Whether {@code text} is valid as the name of a policy, or of a tier. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * Returns the constant of {@code type} with that name in the syntax of the configuration: {@code SLIDING_WINDOW} is
     * {@code sliding-window}.
     *
     * @param others further values that the message lists
     */
    public static <E extends Enum<E>> E choice(Class<E> type, String text, String... others) {
        for (E constant : type.getEnumConstants()) {
            if (written(constant).equals(text)) {
                return constant;
            }
        }
        List<String> choices =
                Arrays.stream(type.getEnumConstants()).map(Values::written).toList();
        String all = Stream.concat(choices.stream(), Stream.of(others)).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("must be one of " + all + Suggestion.of(text, choices));
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads {@code true} or {@code false}; any other text is an error, so that a mistyped switch is not silently off.
     */
    public static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    /** Reads a whole number from {@code least} to {@code most}. */
    public static long number(String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(range(least, most), e);
        }
        throw new IllegalArgumentException(range(least, most));
    }

    /** Reads the name of a header: a token, RFC 9110 section 5.6.2. */
    public static String headerName(String text) {
        return matching(text, HEADER_NAME, "header:<name of a header>");
    }

    /** Reads the name of a bean. */
    public static String beanName(String text) {
        return matching(text, BEAN_NAME, "bean:<name of a bean>");
    }

    private static String matching(String text, Pattern pattern, String expected) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException("expected " + expected);
        }
        return text;
    }

    /** Reads a percentage from 0 to 100 with at most two decimals, in hundredths of a percent. */
    public static int percentage(String text) {
        if (PERCENTAGE.matcher(text).matches()) {
            int hundredths = new BigDecimal(text).movePointRight(2).intValueExact();
            if (hundredths <= 10_000) {
                return hundredths;
            }
        }
        throw new IllegalArgumentException("must be a percentage from 0 to 100 with at most two decimals");
    }

    /** Reads a percentage that can have its sign, {@code 2.5%}, in hundredths of a percent. */
    public static int share(String text) {
        return percentage(text.endsWith("%") ? text.substring(0, text.length() - 1) : text);
    }

    private static String range(long least, long most) {
        return most == Long.MAX_VALUE
                ? "must be a whole number >= " + least
                : "must be a whole number from " + least + " to " + most;
    }

    /** Reads the name of a time zone as IANA has it, or an offset from UTC. */
    public static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            String rule = "must be the IANA name of a time zone, such as Europe/Berlin, or an offset, such as +02:00";
            throw new IllegalArgumentException(rule + Suggestion.of(text, ZoneId.getAvailableZoneIds()), e);
        }
    }

    /** The elements between the commas, without empty ones; {@code none} is the empty list. */
    public static List<String> list(String text) {
        List<String> elements = new ArrayList<>();
        if (text.equals("none")) {
            return elements;
        }
        for (String element : text.split(",", -1)) {
            if (!element.isBlank()) {
                elements.add(element.strip());
            }
        }
        return elements;
    }
}
