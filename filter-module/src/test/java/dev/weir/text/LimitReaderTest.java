package dev.weir.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.CalendarWindow;
import dev.weir.Limit;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LimitReaderTest {

    @ParameterizedTest
    @CsvFileSource(resources = "/vectors/limits.csv", numLinesToSkip = 1, ignoreLeadingAndTrailingWhitespace = false)
    void parse_vectors(String text, Long permits, Long windowMillis, String problem) {
        if (problem == null) {
            assertThat(LimitReader.read(text)).isEqualTo(new Limit(permits, windowMillis, permits));
        } else {
            assertThatThrownBy(() -> LimitReader.read(text)).hasMessage(problem + ", was \"" + text + "\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "99999999999999999999/1m, permits must be <= 9223372036854775807",
        "5/calendar-Day, unknown calendar window",
        "5/calendar-, unknown calendar window",
        "-5/calendar-day, permits must be >= 0",
        "5/367d, window must be <= 366d",
        "5/999999999999999999d, window must be <= 366d",
        "5/PT0.0001S, window must be whole milliseconds",
        "5/-PT5S, window must be a number and a unit",
        "5/P, 'window must be a number and a unit, or an ISO-8601 duration'",
        "/1m, permits must be a whole number",
        "'', expected <permits>/<window>",
    })
    void parse_wrong_namesTheRule(String text, String rule) {
        assertThatThrownBy(() -> LimitReader.read(text)).hasMessage(rule + ", was \"" + text + "\"");
    }

    @ParameterizedTest
    @EnumSource(CalendarWindow.Unit.class)
    void parse_calendarWindow_isThatOfTheZone(CalendarWindow.Unit unit) {
        String text = "1000/calendar-" + unit.name().toLowerCase(Locale.ROOT);
        ZoneId zone = ZoneId.of("Europe/Berlin");
        assertThat(LimitReader.read(text, zone)).isEqualTo(new Limit(1_000, new CalendarWindow(unit, zone)));
        assertThat(LimitReader.read(" " + text)).isEqualTo(new Limit(1_000, new CalendarWindow(unit, ZoneOffset.UTC)));
        assertThat(LimitReader.read(text, zone)).hasToString(text);
    }

    @Test
    void parseAll_calendarWindowBesideOneOfItsLength_isNoProblem() {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        assertThat(LimitReader.readAll("5/1h,5/calendar-hour,5/27h,5/calendar-day", zone))
                .hasToString("[5/1h, 5/calendar-hour, 5/27h, 5/calendar-day]")
                .filteredOn(limit -> limit.calendar().isPresent())
                .extracting(limit -> limit.calendar().orElseThrow().zone())
                .containsExactly(zone, zone);
    }

    @Test
    void parseAll_several_keepsTheirOrder() {
        assertThat(LimitReader.readAll("60/1m, 1000/1h,10000/1d").toString()).isEqualTo("[60/1m, 1000/1h, 10000/1d]");
    }

    @Test
    void parseAll_unlimited_isNoLimit() {
        assertThat(LimitReader.readAll(" unlimited ")).isEqualTo(List.of());
    }

    @Test
    void parseAll_sameWindowTwice_isAProblem() {
        assertThatThrownBy(() -> LimitReader.readAll("5/60s,6/1m"))
                .hasMessage("windows must differ, was \"5/60s,6/1m\"");
        assertThatThrownBy(() -> LimitReader.readAll("5/calendar-day,6/calendar-day"))
                .hasMessage("windows must differ, was \"5/calendar-day,6/calendar-day\"");
    }

    @ParameterizedTest
    @CsvSource({"5/60s,5/1m", "5/90s,5/90s", "5/PT0.5S,5/500ms", "5/24h,5/1d", "5/3600s,5/1h"})
    void toString_anyUnit_isTheShortestForm(String text, String expected) {
        assertThat(LimitReader.read(text)).hasToString(expected);
    }
}
