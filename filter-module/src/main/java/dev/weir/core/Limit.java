package dev.weir.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number of permits per window: {@code 100/1h}. Immutable.
 *
 * @param permits how many permits a window has, 0 or more; 0 refuses all
 * @param windowMillis the length of the window, from 1 ms to {@link #LONGEST_WINDOW}
 * @param burst how many permits can be in use at once: the bucket size of {@link Algorithm#TOKEN_BUCKET}, the permits for
 *     every other algorithm
 */
public record Limit(long permits, long windowMillis, long burst) {

    /** The longest window, 366 days: the cluster keeps no counter longer. */
    public static final Duration LONGEST_WINDOW = Duration.ofDays(366);

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d+");
    private static final String CALENDAR = "calendar-";
    private static final List<String> CALENDAR_WINDOWS = List.of("minute", "hour", "day", "week", "month", "year");

    /** @throws IllegalArgumentException if a value is out of its range; the message is the broken rule */
    public Limit {
        require(permits >= 0, "permits must be >= 0");
        require(burst >= 0, "burst must be >= 0");
        require(windowMillis > 0, "window must be > 0");
        require(windowMillis <= LONGEST_WINDOW.toMillis(), "window must be <= 366d");
    }

    /** A limit whose burst is its permits. */
    public Limit(long permits, Duration window) {
        this(permits, window.toMillis(), permits);
    }

    /** The same limit with another bucket size. */
    public Limit withBurst(long burst) {
        return new Limit(permits, windowMillis, burst);
    }

    /** The length of the window. */
    public Duration window() {
        return Duration.ofMillis(windowMillis);
    }

    /**
     * What {@code permits} cost one of {@code sharers} that count apart: one for each of them, but no more than the whole limit,
     * so that of a limit with fewer permits than sharers each has one still. What a limit never has, it does not have then.
     */
    long cost(long permits, int sharers) {
        return permits > burst / sharers ? Math.max(permits, burst) : permits * sharers;
    }

    /** How long a bucket takes that refills from nothing; saturated if it never does. */
    long refillMillis() {
        if (permits == 0) {
            return burst == 0 ? 0 : Long.MAX_VALUE;
        }
        return Saturating.multiplySubtractDivideUp(burst, windowMillis, 0, permits);
    }

    /** The longest that a use of this limit counts. */
    long recoveryMillis() {
        // slices end late, and a bucket is not full before its last lease has ended: a sixteenth of a window
        return Saturating.add(Math.max(refillMillis(), windowMillis), windowMillis / 16 + 1);
    }

    /**
     * Reads limits separated by commas ({@code 60/1m,1000/1h}), or {@code unlimited}, which is no limit at all.
     *
     * @throws IllegalArgumentException if one of them breaks a rule; the message is the rule and the text found
     */
    public static List<Limit> parseAll(String text) {
        if (text.strip().equals("unlimited")) {
            return List.of();
        }
        List<Limit> limits = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            limits.add(parse(part));
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
    public static Limit parse(String text) {
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

    /** The limit as configuration writes it. */
    @Override
    public String toString() {
        return permits + "/" + DurationReader.write(windowMillis);
    }
}
