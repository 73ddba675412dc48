package dev.weir.it.limits;

import static dev.weir.it.Visitor.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.it.Visitor;
import java.net.http.HttpResponse;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjuster;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calendar windows in a zone that is nine hours before UTC: what clients are told is the time until midnight there. */
class CalendarIT {

    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final Pattern RESET = Pattern.compile(";t=(\\d+)");
    private static final Map<String, TemporalAdjuster> NEXT = Map.of(
            "day", date -> LocalDate.from(date).plusDays(1),
            "week", TemporalAdjusters.next(DayOfWeek.MONDAY),
            "month", TemporalAdjusters.firstDayOfNextMonth(),
            "year", TemporalAdjusters.firstDayOfNextYear());

    private final Visitor visitor = LimitsServer.visitor("calendar");

    /** In no test does a day end. */
    @BeforeEach
    void awaitMidnight() {
        await().atMost(Duration.ofMinutes(1)).until(() -> secondsToEndOf("day") > 20);
    }

    private static long secondsToEndOf(String unit) {
        ZonedDateTime now = ZonedDateTime.now(TOKYO);
        ZonedDateTime end = now.toLocalDate().with(NEXT.get(unit)).atStartOfDay(TOKYO);
        return Duration.between(now, end).toSeconds();
    }

    private static long reset(HttpResponse<String> response) {
        Matcher reset = RESET.matcher(field(response, "RateLimit"));
        assertThat(reset.find()).as(field(response, "RateLimit")).isTrue();
        return Long.parseLong(reset.group(1));
    }

    @Test
    void day_ofFive_admitsFiveAndTellsTheTimeToMidnight() {
        for (int left = 4; left >= 0; left--) {
            HttpResponse<String> admitted = visitor.get("/day");
            assertThat(admitted.statusCode()).isEqualTo(200);
            assertThat(field(admitted, "RateLimit")).startsWith("\"day\";r=" + left + ";t=");
            assertThat(reset(admitted)).isBetween(secondsToEndOf("day") - 2, secondsToEndOf("day") + 2);
        }
        HttpResponse<String> refused = visitor.get("/day");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(reset(refused)).isBetween(secondsToEndOf("day") - 2, secondsToEndOf("day") + 2);
        assertThat(Long.parseLong(field(refused, "Retry-After")))
                .isBetween(secondsToEndOf("day") - 2, secondsToEndOf("day") + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"day", "week", "month", "year"})
    void everyUnit_resetsAtItsOwnEnd(String unit) {
        HttpResponse<String> admitted = visitor.get("/" + unit);
        assertThat(reset(admitted)).isBetween(secondsToEndOf(unit) - 2, secondsToEndOf(unit) + 2);
    }

    @Test
    void window_ofMonthAndYear_isLeftOut() {
        assertThat(field(visitor.get("/day"), "RateLimit-Policy")).isEqualTo("\"day\";q=5;w=86400");
        assertThat(field(visitor.get("/week"), "RateLimit-Policy")).isEqualTo("\"week\";q=5;w=604800");
        assertThat(field(visitor.get("/month"), "RateLimit-Policy")).isEqualTo("\"month\";q=5");
        assertThat(field(visitor.get("/year"), "RateLimit-Policy")).isEqualTo("\"year\";q=5");
    }
}
