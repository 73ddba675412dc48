package dev.weir.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.CalendarWindow;
import dev.weir.CalendarWindow.Unit;
import dev.weir.Limit;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Waits and boundaries in all time zones, over twenty years, at random times and around changes of the clocks, against
 * what the clocks of the zone show at each side of the boundary.
 */
class CalendarOracleTest {

    private static final long SEED = 20_111_230;
    private static final Instant FIRST = Instant.parse("2008-01-01T00:00:00Z");
    private static final long MILLIS = Duration.ofDays(7_305).toMillis();
    private static final int TIMES = 8;

    @ParameterizedTest
    @EnumSource(Unit.class)
    void acquire_anyZoneAndTime_isAdmittedAgainExactlyAtTheBoundary(Unit unit) {
        Random random = new Random(SEED);
        for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            ZoneId zone = ZoneId.of(id);
            CalendarWindow window = new CalendarWindow(unit, zone);
            Policy policy = Policy.of("p", Algorithm.FIXED_WINDOW, List.of(new Limit(3, window)));
            for (long now : times(zone, random)) {
                String context = "seed " + SEED + ", " + unit + " in " + zone + " at " + Instant.ofEpochMilli(now);
                long start = window.startMillis(now);
                long end = window.endMillis(now);
                assertThat(now).as(context).isBetween(start, end - 1);
                assertThat(end - start).as(context).isBetween(1L, unit.longestMillis());
                assertOneWindow(unit, zone, start, now, end, context);
                assertWaits(policy, now, end, context);
            }
        }
    }

    private static void assertOneWindow(Unit unit, ZoneId zone, long start, long now, long end, String context) {
        Object shown = shown(unit, zone, now);
        assertThat(shown(unit, zone, start)).as(context).isEqualTo(shown);
        assertThat(shown(unit, zone, end - 1)).as(context).isEqualTo(shown);
        assertThat(shown(unit, zone, start - 1)).as(context).isNotEqualTo(shown);
        assertThat(shown(unit, zone, end)).as(context).isNotEqualTo(shown);
    }

    private static void assertWaits(Policy policy, long now, long end, String context) {
        State used = policy.acquire(policy.acquire(State.EMPTY, 1, now).state(), 2, now)
                .state();
        Verdict refused = policy.acquire(used, 1, now).verdict();
        assertThat(refused.allowed()).as(context).isFalse();
        assertThat(refused.retryAfterMillis()).as(context).hasValue(end - now);
        assertThat(refused.quotas().get(0).resetAfterMillis()).as(context).isEqualTo(end - now);
        assertThat(policy.millisUntilForgotten(used, now)).as(context).isEqualTo(end - now);
        Verdict early = policy.acquire(used, 1, end - 1).verdict();
        assertThat(early.allowed()).as(context).isFalse();
        assertThat(early.retryAfterMillis()).as(context).hasValue(1);
        Verdict inTime = policy.acquire(used, 3, end).verdict();
        assertThat(inTime.allowed()).as(context).isTrue();
        assertThat(inTime.quotas().get(0).remaining()).as(context).isZero();
    }

    private static List<Long> times(ZoneId zone, Random random) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            long any = FIRST.toEpochMilli() + random.nextLong(MILLIS);
            times.add(any);
            ZoneOffsetTransition next = zone.getRules().nextTransition(Instant.ofEpochMilli(any));
            if (next != null) {
                long change = next.getInstant().toEpochMilli();
                times.add(change);
                times.add(change - 1);
                times.add(change + random.nextLong(-10_800_000, 10_800_000));
                times.add(change + random.nextLong(-172_800_000, 172_800_000));
            }
        }
        return times;
    }

    /** What tells a window from those before and after it, by what the clocks of the zone show. */
    private static Object shown(Unit unit, ZoneId zone, long millis) {
        ZonedDateTime time = Instant.ofEpochMilli(millis).atZone(zone);
        return switch (unit) {
            case MINUTE -> time.toOffsetDateTime().truncatedTo(ChronoUnit.MINUTES);
            case HOUR -> time.toOffsetDateTime().truncatedTo(ChronoUnit.HOURS);
            default -> number(unit, latestDate(time));
        };
    }

    /**
     * The latest date that the clocks have shown, which is not the present one after they are put back over midnight.
     */
    private static LocalDate latestDate(ZonedDateTime time) {
        LocalDate latest = time.toLocalDate();
        Instant since = time.toInstant().minus(3, ChronoUnit.DAYS);
        ZoneOffsetTransition change = time.getZone().getRules().nextTransition(since);
        while (change != null && !change.getInstant().isAfter(time.toInstant())) {
            LocalDate before = change.getDateTimeBefore().minusNanos(1).toLocalDate();
            latest = before.isAfter(latest) ? before : latest;
            change = time.getZone().getRules().nextTransition(change.getInstant());
        }
        return latest;
    }

    private static long number(Unit unit, LocalDate date) {
        return switch (unit) {
            case DAY -> date.toEpochDay();
            // 1970-01-05 was a Monday
            case WEEK -> Math.floorDiv(date.toEpochDay() - 4, 7);
            case MONTH -> date.getYear() * 12L + date.getMonthValue();
            default -> date.getYear();
        };
    }
}
