package dev.weir.core;

import dev.weir.CalendarWindow;
import dev.weir.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Converts a {@link State} to the text form that the grid holds, and back.
 *
 * <pre>
 * 1|42|1763690000000|0|s3600000,15680577,3,2,1;s60000,940834666,1
 * </pre>
 *
 * Schema version, state version, mark, end of the block, then per limit the algorithm's letter, the window and the
 * counter's numbers. Equal states have equal texts, so a compare-and-swap can compare the texts.
 *
 * <p>A lease follows the counters, in the form of a counter of a fixed window: {@code f}, the last time of its use plus
 * {@link #BEYOND_ALL_WINDOWS}, its holder, its permits. Versions of Weir without recorded leases read that as a counter
 * of a limit that they do not have, and leave it out when they change the state: then the lease can no longer be
 * returned, which is strict.
 *
 * <p>The counter of a calendar window has the form of a token bucket: {@code t}, {@link #CALENDAR} plus the number of
 * the unit, the time of the last use, the count, 0. No limit has such a window, and no lease this letter. Versions of
 * Weir without calendar windows read a bucket of a limit that they do not have, which takes ages to refill: a limit
 * that they have instead starts from its count, as if that had been used at the last change of the state.
 */
public final class StateCodec {

    private static final String SCHEMA = "1";
    private static final String NO_COUNTERS = "-";
    /** Makes the end of a lease a window that no limit can have, at whatever time it is. */
    private static final long BEYOND_ALL_WINDOWS =
            Limit.LONGEST_WINDOW.plusMillis(1).toMillis();
    /** The window that stands for the first unit of the calendar, 31,000 years; the others follow in their order. */
    private static final long CALENDAR = 1_000_000_000_000_000L;

    private StateCodec() {}

    /** The text form of {@code state}. */
    public static String encode(State state) {
        StringBuilder text = new StringBuilder(64)
                .append(SCHEMA)
                .append('|')
                .append(state.version())
                .append('|')
                .append(state.mark())
                .append('|')
                .append(state.block().untilMillis())
                .append('|');
        if (state.counters().isEmpty() && state.leases().isEmpty()) {
            return text.append(NO_COUNTERS).toString();
        }
        String separator = "";
        for (Counter counter : state.counters()) {
            text.append(separator);
            if (counter instanceof CalendarCounter calendar) {
                text.append(Algorithm.TOKEN_BUCKET.tag())
                        .append(CALENDAR + calendar.unit().ordinal());
            } else {
                text.append(counter.algorithm().tag()).append(counter.windowMillis());
            }
            for (long number : counter.numbers()) {
                text.append(',').append(number);
            }
            separator = ";";
        }
        for (OutstandingLease lease : state.leases()) {
            text.append(separator)
                    .append(Algorithm.FIXED_WINDOW.tag())
                    .append(lease.lastMillis() + BEYOND_ALL_WINDOWS)
                    .append(',')
                    .append(lease.holder())
                    .append(',')
                    .append(lease.permits());
            separator = ";";
        }
        return text.toString();
    }

    /** The state that {@code text} encodes; empty if another schema or other software wrote it. */
    public static Optional<State> decode(String text) {
        String[] parts = text.split("\\|", -1);
        if (parts.length != 5 || !parts[0].equals(SCHEMA)) {
            return Optional.empty();
        }
        try {
            List<Counter> counters = new ArrayList<>();
            List<OutstandingLease> leases = new ArrayList<>();
            read(parts[4], counters, leases);
            return Optional.of(new State(
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]),
                    Block.until(Long.parseLong(parts[3])),
                    counters,
                    leases));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void read(String text, List<Counter> counters, List<OutstandingLease> leases) {
        if (text.equals(NO_COUNTERS)) {
            return;
        }
        for (String part : text.split(";", -1)) {
            if (part.isEmpty()) {
                throw new IllegalArgumentException("expected a counter");
            }
            String[] numbers = part.substring(1).split(",", -1);
            long[] values = new long[numbers.length - 1];
            for (int i = 0; i < values.length; i++) {
                values[i] = Long.parseLong(numbers[i + 1]);
            }
            long windowMillis = Long.parseLong(numbers[0]);
            if (windowMillis <= 0) {
                throw new IllegalArgumentException("expected a window");
            }
            Algorithm algorithm = Algorithm.tagged(part.charAt(0));
            if (algorithm == Algorithm.FIXED_WINDOW && windowMillis >= BEYOND_ALL_WINDOWS) {
                leases.add(lease(windowMillis - BEYOND_ALL_WINDOWS, values));
            } else if (algorithm == Algorithm.TOKEN_BUCKET && windowMillis >= BEYOND_ALL_WINDOWS) {
                counters.add(CalendarCounter.read(unit(windowMillis - CALENDAR), values));
            } else {
                counters.add(algorithm.read(windowMillis, values));
            }
        }
    }

    private static CalendarWindow.Unit unit(long number) {
        CalendarWindow.Unit[] units = CalendarWindow.Unit.values();
        if (number < 0 || number >= units.length) {
            throw new IllegalArgumentException("unknown calendar window");
        }
        return units[(int) number];
    }

    private static OutstandingLease lease(long lastMillis, long[] numbers) {
        boolean wellFormed = numbers.length == 2 && numbers[1] > 0;
        if (!wellFormed || numbers[0] <= OutstandingLease.NOT_RECORDED || numbers[0] > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("expected the numbers of a lease");
        }
        return new OutstandingLease((int) numbers[0], lastMillis, numbers[1]);
    }
}
