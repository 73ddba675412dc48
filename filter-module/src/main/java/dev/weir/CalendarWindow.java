package dev.weir;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.Optional;

/**
 * A window between two boundaries of the calendar in one time zone: the {@code calendar-day} of
 * {@code 1000/calendar-day}. Windows follow each other without gaps. Immutable and safe for use by many threads.
 *
 * <p>A <b>day, week, month or year</b> begins at the first instant at which the clocks of the zone show its first date,
 * or a later date if they skip that one. So a day in which clocks are changed has 23 or 25 hours, and a date that the
 * zone skips has no window. If clocks are put back over midnight, they show a part of a date again after the next date
 * has begun: that part belongs to the next date.
 *
 * <p>A <b>minute or hour</b> is one that the clocks show, and no change of the clocks lies within it. So an hour that
 * the clocks show twice is two windows. If they are changed by half an hour, one window has 30 minutes.
 */
public final class CalendarWindow {

    /** The units of the calendar that can be a window. */
    public enum Unit {
        MINUTE(ChronoUnit.MINUTES, 1),
        HOUR(ChronoUnit.HOURS, 1),
        DAY(ChronoUnit.DAYS, 1),
        /** From Monday to Sunday. */
        WEEK(ChronoUnit.DAYS, 7),
        MONTH(ChronoUnit.DAYS, 31),
        YEAR(ChronoUnit.DAYS, 366);

        /** By so much Antarctica/Casey puts its clocks back, and since 1995 no zone by more. */
        private static final Duration LARGEST_CHANGE = Duration.ofHours(3);

        private final Duration longestByTheClock;

        Unit(ChronoUnit part, int most) {
            this.longestByTheClock = part.getDuration().multipliedBy(most);
        }

        private boolean hasDates() {
            return compareTo(DAY) >= 0;
        }

        /** The longest that such a window is: 60 s, 1 h, and 1, 7, 31 or 366 days and three hours. */
        public long longestMillis() {
            Duration longest = hasDates() ? longestByTheClock.plus(LARGEST_CHANGE) : longestByTheClock;
            return longest.toMillis();
        }

        /**
         * The length of such a window if the clocks are not changed in it; empty for months and years, which differ.
         */
        public Optional<Duration> usualLength() {
            return compareTo(MONTH) < 0 ? Optional.of(longestByTheClock) : Optional.empty();
        }

        private LocalDate firstOf(LocalDate date) {
            return switch (this) {
                case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> date.withDayOfMonth(1);
                case YEAR -> date.withDayOfYear(1);
                default -> date;
            };
        }

        private LocalDate firstAfter(LocalDate first) {
            return switch (this) {
                case WEEK -> first.plusWeeks(1);
                case MONTH -> first.plusMonths(1);
                case YEAR -> first.plusYears(1);
                default -> first.plusDays(1);
            };
        }
    }

    /** The window from {@code startMillis} until before {@code endMillis}. */
    private record Interval(long startMillis, long endMillis) {

        boolean contains(long millis) {
            return startMillis <= millis && millis < endMillis;
        }
    }

    private final Unit unit;
    private final ZoneId zone;
    /**
     * The window that was last asked for, which is mostly the next one to be asked for: calculating it takes longer
     * than a decision. Not volatile, because it is immutable, and a thread that does not see it calculates it again.
     */
    private Interval recent = new Interval(0, 0);

    /** The windows of that unit in that zone. */
    public CalendarWindow(Unit unit, ZoneId zone) {
        this.unit = unit;
        this.zone = zone;
    }

    /** The unit of the calendar. */
    public Unit unit() {
        return unit;
    }

    /** The time zone whose clocks make the boundaries. */
    public ZoneId zone() {
        return zone;
    }

    /** The first millisecond since the epoch of the window in which {@code millis} is. */
    public long startMillis(long millis) {
        return at(millis).startMillis;
    }

    /** The first millisecond since the epoch after the window in which {@code millis} is. */
    public long endMillis(long millis) {
        return at(millis).endMillis;
    }

    private Interval at(long millis) {
        Interval known = recent;
        if (known.contains(millis)) {
            return known;
        }
        Interval found = unit.hasDates() ? betweenDates(millis) : betweenClockTimes(millis);
        recent = found;
        return found;
    }

    private Interval betweenDates(long millis) {
        LocalDate first = unit.firstOf(LocalDate.ofInstant(Instant.ofEpochMilli(millis), zone));
        LocalDate next = unit.firstAfter(first);
        // clocks that were put back over midnight can show a date that has ended
        while (beginMillis(next) <= millis) {
            first = next;
            next = unit.firstAfter(first);
        }
        return new Interval(beginMillis(first), beginMillis(next));
    }

    /** The first instant of a date; of one that is skipped, that of the next. */
    private long beginMillis(LocalDate date) {
        return date.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    private Interval betweenClockTimes(long millis) {
        long length = unit.longestMillis();
        Instant instant = Instant.ofEpochMilli(millis);
        ZoneRules rules = zone.getRules();
        long offsetMillis = rules.getOffset(instant).getTotalSeconds() * 1_000L;
        long start = millis - Math.floorMod(millis + offsetMillis, length);
        long end = start + length;
        ZoneOffsetTransition before = rules.previousTransition(instant.plusMillis(1));
        ZoneOffsetTransition after = rules.nextTransition(instant);
        return new Interval(
                before == null ? start : Math.max(start, before.getInstant().toEpochMilli()),
                after == null ? end : Math.min(end, after.getInstant().toEpochMilli()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CalendarWindow that && unit == that.unit && zone.equals(that.zone);
    }

    @Override
    public int hashCode() {
        return 31 * unit.hashCode() + zone.hashCode();
    }

    /** The window in the syntax of the configuration, which does not name the zone: {@code calendar-day}. */
    @Override
    public String toString() {
        return "calendar-" + unit.name().toLowerCase(Locale.ROOT);
    }
}
