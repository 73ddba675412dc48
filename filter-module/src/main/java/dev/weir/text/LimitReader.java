package dev.weir.text;

import dev.weir.CalendarWindow;
import dev.weir.Limit;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads limits in the syntax of the configuration: {@code 100/1h}, {@code 1000/calendar-day}. */
public final class LimitReader {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d+");
    private static final String CALENDAR = "calendar-";

    private LimitReader() {}

    /** Reads limits as {@link #readAll(String, ZoneId)} does, with calendar windows in UTC. */
    public static List<Limit> readAll(String text) {
        return readAll(text, ZoneOffset.UTC);
    }

    /**
     * Reads limits separated by commas ({@code 60/1m,1000/1h}), or {@code unlimited}, which is an empty list.
     *
     * @param zone the time zone of calendar windows
     * @throws IllegalArgumentException if one of them breaks a rule; the message is the rule and the text found
     */
    public static List<Limit> readAll(String text, ZoneId zone) {
        if (text.strip().equals("unlimited")) {
            return List.of();
        }
        List<Limit> limits = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            limits.add(read(part, zone));
        }
        if (limits.stream().map(LimitReader::window).distinct().count() < limits.size()) {
            throw problem("windows must differ", text, null);
        }
        return List.copyOf(limits);
    }

    private static Object window(Limit limit) {
        return limit.calendar().isPresent() ? limit.calendar().get() : limit.window();
    }

    /** Reads a limit as {@link #read(String, ZoneId)} does, with a calendar window in UTC. */
    public static Limit read(String text) {
        return read(text, ZoneOffset.UTC);
    }

    /**
     * Reads {@code <permits>/<window>}.
     *
     * @param zone the time zone of a calendar window
     * @throws IllegalArgumentException if the text breaks a rule; the message is the rule and the text found, as in
     *     {@code permits must be >= 0, was "-5/1m"}
     */
    public static Limit read(String text, ZoneId zone) {
        String[] parts = text.strip().split("/", -1);
        try {
            require(parts.length == 2, "expected <permits>/<window>");
            long permits = permits(parts[0].strip());
            String window = parts[1].strip();
            return window.startsWith(CALENDAR)
                    ? new Limit(permits, new CalendarWindow(unit(window.substring(CALENDAR.length())), zone))
                    : new Limit(permits, DurationReader.readMillis(window, "window"), permits);
        } catch (IllegalArgumentException e) {
            throw problem(String.valueOf(e.getMessage()), text, e);
        }
    }

    private static CalendarWindow.Unit unit(String text) {
        for (CalendarWindow.Unit unit : CalendarWindow.Unit.values()) {
            if (unit.name().toLowerCase(Locale.ROOT).equals(text)) {
                return unit;
            }
        }
        throw new IllegalArgumentException("unknown calendar window");
    }

    private static long permits(String text) {
        require(WHOLE_NUMBER.matcher(text).matches(), "permits must be a whole number");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("permits must be <= " + Long.MAX_VALUE, e);
        }
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
