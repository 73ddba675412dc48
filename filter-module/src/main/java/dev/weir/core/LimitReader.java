package dev.weir.core;

import dev.weir.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads limits in the syntax of the configuration: {@code 100/1h}. */
public final class LimitReader {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d+");
    private static final String CALENDAR = "calendar-";
    private static final List<String> CALENDAR_WINDOWS = List.of("minute", "hour", "day", "week", "month", "year");

    private LimitReader() {}

    /**
     * Reads limits separated by commas ({@code 60/1m,1000/1h}), or {@code unlimited}, which is an empty list.
     *
     * @throws IllegalArgumentException if one of them breaks a rule; the message is the rule and the text found
     */
    public static List<Limit> readAll(String text) {
        if (text.strip().equals("unlimited")) {
            return List.of();
        }
        List<Limit> limits = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            limits.add(read(part));
        }
        if (limits.stream().mapToLong(Limit::windowMillis).distinct().count() < limits.size()) {
            throw problem("windows must differ", text, null);
        }
        return List.copyOf(limits);
    }

    /**
     * Reads {@code <permits>/<window>}.
     *
     * @throws IllegalArgumentException if the text breaks a rule; the message is the rule and the text found, as in
     *     {@code permits must be >= 0, was "-5/1m"}
     */
    public static Limit read(String text) {
        String[] parts = text.strip().split("/", -1);
        try {
            require(parts.length == 2, "expected <permits>/<window>");
            long permits = permits(parts[0].strip());
            return new Limit(permits, window(parts[1].strip()), permits);
        } catch (IllegalArgumentException e) {
            throw problem(String.valueOf(e.getMessage()), text, e);
        }
    }

    private static long permits(String text) {
        require(WHOLE_NUMBER.matcher(text).matches(), "permits must be a whole number");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("permits must be <= " + Long.MAX_VALUE, e);
        }
    }

    private static long window(String text) {
        if (text.startsWith(CALENDAR)) {
            boolean known = CALENDAR_WINDOWS.contains(text.substring(CALENDAR.length()));
            throw new IllegalArgumentException(
                    known ? "calendar windows are not supported yet" : "unknown calendar window");
        }
        return DurationReader.readMillis(text, "window");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    private static IllegalArgumentException problem(String rule, String text, @Nullable Throwable cause) {
        return new IllegalArgumentException(rule + ", was \"" + text + "\"", cause);
    }
}
