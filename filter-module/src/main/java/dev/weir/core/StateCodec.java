package dev.weir.core;

import dev.weir.CalendarWindow.Unit;
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
 *
 * <p>The blocks before, and the refusals that count towards the next one, follow in the same form, if there are any:
 * {@code f}, {@link #HISTORY} or {@link #REFUSALS}, their number plus {@link #BEYOND_ALL_INDEXES}, a time. Versions of
 * Weir without them read a lease that ended in 1970, or a counter in which nothing is in use, and leave it out: then
 * the next block is as long as the first.
 */
public final class StateCodec {

    private static final String SCHEMA = "1";
    private static final String NO_COUNTERS = "-";
    private static final String SEPARATOR = ";";
    /** Makes the end of a lease a window that no limit can have, at whatever time it is. */
    private static final long BEYOND_ALL_WINDOWS =
            Limit.LONGEST_WINDOW.plusMillis(1).toMillis();
    /** The window that stands for the first unit of the calendar, 31,000 years; the others follow. */
    private static final long CALENDAR = 1_000_000_000_000_000L;
    /** By their numbers in the text. */
    private static final List<Unit> UNITS = List.of(Unit.MINUTE, Unit.HOUR, Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR);
    /** The end of a lease that no lease has. */
    private static final long HISTORY = BEYOND_ALL_WINDOWS + 1;
    /** Another such end. */
    private static final long REFUSALS = BEYOND_ALL_WINDOWS + 2;
    /** Makes a number one that no present fixed window of that length has. */
    private static final int BEYOND_ALL_INDEXES = 1 << 20;

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
        int start = text.length();
        for (Counter counter : state.counters()) {
            if (counter instanceof CalendarCounter calendar) {
                text.append(Algorithm.TOKEN_BUCKET.tag()).append(CALENDAR + UNITS.indexOf(calendar.unit()));
            } else {
                text.append(counter.algorithm().tag()).append(counter.windowMillis());
            }
            for (long number : counter.numbers()) {
                text.append(',').append(number);
            }
            text.append(SEPARATOR);
        }
        for (OutstandingLease lease : state.leases()) {
            append(text, lease.lastMillis() + BEYOND_ALL_WINDOWS, lease.holder(), lease.permits());
        }
        Block.History history = state.block().history();
        if (!history.isNone()) {
            append(text, HISTORY, BEYOND_ALL_INDEXES + history.blocks(), history.endMillis());
        }
        Block.Refusals refusals = state.block().refusals();
        if (!refusals.isNone()) {
            append(text, REFUSALS, BEYOND_ALL_INDEXES + refusals.number(), refusals.sinceMillis());
        }
        if (text.length() == start) {
            return text.append(NO_COUNTERS).toString();
        }
        text.setLength(text.length() - SEPARATOR.length());
        return text.toString();
    }

    /** Appends what an earlier version reads as a counter of a fixed window. */
    private static void append(StringBuilder text, long windowMillis, long index, long count) {
        text.append(Algorithm.FIXED_WINDOW.tag())
                .append(windowMillis)
                .append(',')
                .append(index)
                .append(',')
                .append(count)
                .append(SEPARATOR);
    }

    /** The state that {@code text} encodes; empty if another schema or other software wrote it. */
    public static Optional<State> decode(String text) {
        String[] parts = text.split("\\|", -1);
        if (parts.length != 5 || !parts[0].equals(SCHEMA)) {
            return Optional.empty();
        }
        try {
            Reading read = new Reading(Block.until(Long.parseLong(parts[3])));
            read.all(parts[4]);
            return Optional.of(new State(
                    Long.parseLong(parts[1]), Long.parseLong(parts[2]), read.block, read.counters, read.leases));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What the last part of a text says, as it is read. */
    private static final class Reading {

        private final List<Counter> counters = new ArrayList<>();
        private final List<OutstandingLease> leases = new ArrayList<>();
        private Block block;

        Reading(Block block) {
            this.block = block;
        }

        void all(String text) {
            if (text.equals(NO_COUNTERS)) {
                return;
            }
            for (String part : text.split(SEPARATOR, -1)) {
                if (part.isEmpty()) {
                    throw new IllegalArgumentException("expected a counter");
                }
                String[] numbers = part.substring(1).split(",", -1);
                long[] values = new long[numbers.length - 1];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Long.parseLong(numbers[i + 1]);
                }
                one(Algorithm.tagged(part.charAt(0)), Long.parseLong(numbers[0]), values);
            }
        }

        private void one(Algorithm algorithm, long windowMillis, long[] values) {
            if (windowMillis <= 0) {
                throw new IllegalArgumentException("expected a window");
            }
            if (algorithm == Algorithm.TOKEN_BUCKET && windowMillis >= BEYOND_ALL_WINDOWS) {
                counters.add(CalendarCounter.read(unit(windowMillis - CALENDAR), values));
            } else if (algorithm != Algorithm.FIXED_WINDOW || windowMillis < BEYOND_ALL_WINDOWS) {
                counters.add(algorithm.read(windowMillis, values));
            } else if (values.length != 2 || values[1] <= 0) {
                throw new IllegalArgumentException("expected two numbers");
            } else if (windowMillis == HISTORY) {
                Block.History history = new Block.History(number(values[0], BEYOND_ALL_INDEXES), values[1]);
                block = new Block(block.untilMillis(), history, block.refusals());
            } else if (windowMillis == REFUSALS) {
                Block.Refusals refusals = new Block.Refusals(number(values[0], BEYOND_ALL_INDEXES), values[1]);
                block = new Block(block.untilMillis(), block.history(), refusals);
            } else {
                int holder = number(values[0], OutstandingLease.NOT_RECORDED);
                leases.add(new OutstandingLease(holder, windowMillis - BEYOND_ALL_WINDOWS, values[1]));
            }
        }

        private static Unit unit(long number) {
            if (number < 0 || number >= UNITS.size()) {
                throw new IllegalArgumentException("unknown calendar window");
            }
            return UNITS.get((int) number);
        }

        /** The number that was stored as {@code value}: what it is more than {@code least}. */
        private static int number(long value, int least) {
            if (value <= least || value > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("expected a larger number");
            }
            return (int) value - least;
        }
    }
}
