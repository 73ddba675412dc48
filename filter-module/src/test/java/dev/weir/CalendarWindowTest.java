package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.CalendarWindow.Unit;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarWindowTest {

    @ParameterizedTest
    @CsvSource({
        // a usual window of each unit
        "MINUTE, UTC, 2025-11-21T01:53:20.123Z, 2025-11-21T01:53:00Z, PT1M",
        "HOUR, Asia/Kathmandu, 2025-11-21T01:53:20Z, 2025-11-21T07:00:00+05:45, PT1H",
        "DAY, Europe/Berlin, 2025-11-21T22:59:59.999Z, 2025-11-21T00:00:00+01:00, PT24H",
        "WEEK, Europe/Berlin, 2025-11-23T22:59:59.999Z, 2025-11-17T00:00:00+01:00, PT168H",
        "MONTH, Europe/Berlin, 2025-11-21T01:53:20Z, 2025-11-01T00:00:00+01:00, PT720H",
        "YEAR, America/New_York, 2025-01-01T04:59:59.999Z, 2024-01-01T00:00:00-05:00, PT8784H",
        // a leap day
        "DAY, UTC, 2024-02-29T12:00:00Z, 2024-02-29T00:00:00Z, PT24H",
        "MONTH, UTC, 2024-02-29T12:00:00Z, 2024-02-01T00:00:00Z, PT696H",
        "MONTH, UTC, 2025-02-28T12:00:00Z, 2025-02-01T00:00:00Z, PT672H",
        // days of 23 and 25 hours
        "DAY, Europe/Berlin, 2025-03-30T12:00:00Z, 2025-03-30T00:00:00+01:00, PT23H",
        "DAY, Europe/Berlin, 2025-10-26T12:00:00Z, 2025-10-26T00:00:00+02:00, PT25H",
        "WEEK, Europe/Berlin, 2025-10-26T12:00:00Z, 2025-10-20T00:00:00+02:00, PT169H",
        // 2011-12-30 does not exist there
        "DAY, Pacific/Apia, 2011-12-29T23:00:00-10:00, 2011-12-29T00:00:00-10:00, PT24H",
        "DAY, Pacific/Apia, 2011-12-31T00:00:00+14:00, 2011-12-31T00:00:00+14:00, PT24H",
        "WEEK, Pacific/Apia, 2011-12-31T00:00:00+14:00, 2011-12-26T00:00:00-10:00, PT144H",
        // no midnight, then two of them
        "DAY, Asia/Beirut, 2025-03-30T12:00:00+03:00, 2025-03-30T01:00:00+03:00, PT23H",
        "DAY, America/Havana, 2025-11-02T00:30:00-05:00, 2025-11-02T00:00:00-04:00, PT25H",
        // clocks are put back at 00:01, so that they show the evening before again
        "DAY, America/St_Johns, 2010-11-06T23:30:00-02:30, 2010-11-06T00:00:00-02:30, PT24H",
        "DAY, America/St_Johns, 2010-11-07T00:00:30-02:30, 2010-11-07T00:00:00-02:30, PT25H",
        "DAY, America/St_Johns, 2010-11-06T23:30:00-03:30, 2010-11-07T00:00:00-02:30, PT25H",
        "HOUR, America/St_Johns, 2010-11-07T00:00:30-02:30, 2010-11-07T00:00:00-02:30, PT1M",
        "HOUR, America/St_Johns, 2010-11-06T23:30:00-03:30, 2010-11-06T23:01:00-03:30, PT59M",
        // an hour that occurs twice
        "HOUR, Europe/Berlin, 2025-10-26T02:30:00+02:00, 2025-10-26T02:00:00+02:00, PT1H",
        "HOUR, Europe/Berlin, 2025-10-26T02:30:00+01:00, 2025-10-26T02:00:00+01:00, PT1H",
        "MINUTE, Europe/Berlin, 2025-10-26T02:59:30+02:00, 2025-10-26T02:59:00+02:00, PT1M",
        "MINUTE, Europe/Berlin, 2025-10-26T02:00:00+01:00, 2025-10-26T02:00:00+01:00, PT1M",
        // half an hour
        "HOUR, Australia/Lord_Howe, 2025-04-06T01:45:00+11:00, 2025-04-06T01:00:00+11:00, PT1H",
        "HOUR, Australia/Lord_Howe, 2025-04-06T01:45:00+10:30, 2025-04-06T01:30:00+10:30, PT30M",
        "HOUR, Australia/Lord_Howe, 2025-10-05T02:45:00+11:00, 2025-10-05T02:30:00+11:00, PT30M",
        "DAY, Australia/Lord_Howe, 2025-10-05T02:45:00+11:00, 2025-10-05T00:00:00+10:30, PT23H30M",
    })
    void startMillis_time_isTheBeginningOfItsWindow(
            Unit unit, ZoneId zone, OffsetDateTime at, OffsetDateTime start, Duration length) {
        CalendarWindow window = new CalendarWindow(unit, zone);
        long millis = at.toInstant().toEpochMilli();
        assertThat(Instant.ofEpochMilli(window.startMillis(millis))).isEqualTo(start.toInstant());
        assertThat(Instant.ofEpochMilli(window.endMillis(millis)))
                .isEqualTo(start.toInstant().plus(length));
    }

    @Test
    void startMillis_askedInAnyOrder_isThatOfTheTimeAsked() {
        CalendarWindow window = new CalendarWindow(Unit.DAY, ZoneOffset.UTC);
        long day = 86_400_000;
        for (long millis : new long[] {day, 2 * day, 2 * day - 1, day - 1, 0, -1, 1, -day}) {
            assertThat(window.startMillis(millis)).as("at %d", millis).isEqualTo(Math.floorDiv(millis, day) * day);
            assertThat(window.endMillis(millis)).as("at %d", millis).isEqualTo(Math.floorDiv(millis, day) * day + day);
        }
    }

    @Test
    void equals_sameUnitAndZone_whateverWasAskedBefore() {
        CalendarWindow window = new CalendarWindow(Unit.DAY, ZoneId.of("Europe/Berlin"));
        CalendarWindow asked = new CalendarWindow(Unit.DAY, ZoneId.of("Europe/Berlin"));
        asked.startMillis(0);
        assertThat(asked).isEqualTo(window).hasSameHashCodeAs(window);
        assertThat(window)
                .isNotEqualTo(new CalendarWindow(Unit.WEEK, window.zone()))
                .isNotEqualTo(new CalendarWindow(Unit.DAY, ZoneOffset.UTC));
    }

    @ParameterizedTest
    @CsvSource({
        "MINUTE, PT1M, PT1M",
        "HOUR, PT1H, PT1H",
        "DAY, P1D, PT27H",
        "WEEK, P7D, PT171H",
        "MONTH, , PT747H",
        "YEAR, , PT8787H",
    })
    void unit_eachOne_hasAUsualAndALongestLength(Unit unit, Duration usual, Duration longest) {
        assertThat(unit.usualLength()).isEqualTo(Optional.ofNullable(usual));
        assertThat(unit.longestMillis()).isEqualTo(longest.toMillis());
    }

    @Test
    void limit_perCalendarWindow_hasItsLongestLength() {
        Limit limit = new Limit(1_000, new CalendarWindow(Unit.DAY, ZoneId.of("Europe/Berlin")));
        assertThat(limit).hasToString("1000/calendar-day");
        assertThat(limit.window()).isEqualTo(Duration.ofHours(27));
        assertThat(limit.burst()).isEqualTo(1_000);
        assertThat(limit.withBurst(5).calendar()).isEqualTo(limit.calendar());
        assertThat(limit).isNotEqualTo(new Limit(1_000, Duration.ofHours(27)));
        assertThatThrownBy(() -> new Limit(1_000, 86_400_000, 1_000, limit.calendar()))
                .hasMessage("a calendar window must have its longest length");
    }
}
