package dev.weir.outbound.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-30T20:00:00.250Z");

    private static Optional<Duration> of(String... values) {
        return RetryAfter.of(Fields.of(Map.of("retry-after", List.of(values))), NOW);
    }

    private static String date(Instant time) {
        return DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
                .withZone(ZoneOffset.UTC)
                .format(time);
    }

    @ParameterizedTest
    @CsvSource({"1,1000", "2,2000", " 300 ,300000", "0002,2000", "86400,86400000", "1.5,1500", "0.0001,1"})
    void of_seconds_areThatLong(String value, long millis) {
        assertThat(of(value)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "",
                "soon",
                "2s",
                "1e3",
                "+5",
                "0x10",
                "NaN",
                "１",
                "1,2",
                "Mon, 30 Nov 2026",
                "Mon, 30 Nov 2026 25:00:00 GMT",
                "Tue, 30 Nov 2026 21:00:00 GMT",
                "Mon, 30 Nov 2026 19:59:59 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT"
            })
    void of_pastOrGarbage_isNone(String value) {
        assertThat(of(value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "99999999",
                "9223372036854775807",
                "999999999999999999999999",
                "999999999999999999999999.5",
                "Fri, 31 Dec 9999 23:59:59 GMT"
            })
    void of_huge_isAYear(String value) {
        assertThat(of(value)).contains(Duration.ofDays(366));
    }

    @Test
    void of_noField_isNone() {
        assertThat(RetryAfter.of(Fields.NONE, NOW)).isEmpty();
    }

    @Test
    void of_hugeField_isNone() {
        assertThat(of("9".repeat(1 << 20))).isEmpty();
        assertThat(of(" ".repeat(1 << 20) + "5")).isEmpty();
    }

    @Test
    void of_severalValues_isTheLongest() {
        assertThat(of("1", "soon", "3", "2")).contains(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Mon, 30 Nov 2026 20:00:02 GMT", "Monday, 30-Nov-26 20:00:02 GMT", "Mon Nov 30 20:00:02 2026"})
    void of_dateInEachOfItsForms_isJudgedByThisClockIfThereIsNoOther(String value) {
        assertThat(of(value)).contains(Duration.ofMillis(1_750));
    }

    @Test
    void of_ascTimeWithOneDigit_isRead() {
        assertThat(HttpDate.read("Sun Nov  6 08:49:37 1994")).contains(Instant.parse("1994-11-06T08:49:37Z"));
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600, -1, 0, 1, 3_600, 86_400 * 400})
    void of_dateOfARemoteClock_isJudgedByThatClock(long secondsOff) {
        Instant there = NOW.plusSeconds(secondsOff);
        Fields fields =
                Fields.of(Map.of("Date", List.of(date(there)), "Retry-After", List.of(date(there.plusSeconds(2)))));

        Duration wait = RetryAfter.of(fields, NOW).orElseThrow();

        // the fields have whole seconds: never early, and not a second late
        assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofMillis(3_500));
        assertThat(wait)
                .isGreaterThanOrEqualTo(Duration.between(
                        there, Instant.parse("2026-11-30T20:00:02Z").plusSeconds(secondsOff)));
    }

    @Test
    void of_garbageInTheDateOfTheAnswer_isJudgedByThisClock() {
        Fields fields = Fields.of(
                Map.of("Date", List.of("yesterday"), "Retry-After", List.of("Mon, 30 Nov 2026 20:00:05 GMT")));

        assertThat(RetryAfter.of(fields, NOW)).contains(Duration.ofMillis(4_750));
    }
}
