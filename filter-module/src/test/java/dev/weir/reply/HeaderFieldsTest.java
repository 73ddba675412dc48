package dev.weir.reply;

import static dev.weir.reply.Decisions.admitted;
import static dev.weir.reply.Decisions.quota;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Limit;
import dev.weir.MutableClock;
import dev.weir.config.rule.HeaderDialect;
import dev.weir.core.Quota;
import dev.weir.engine.PolicyDecision;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HeaderFieldsTest {

    /** Draft 07 has the names of draft 11. */
    private static final Set<HeaderDialect> ALL_BUT_07 = EnumSet.complementOf(EnumSet.of(HeaderDialect.DRAFT_07));

    private final MutableClock clock = new MutableClock();

    @Test
    void of_draft11_isAnItemPerPolicy() {
        assertThat(fields(HeaderDialect.DRAFT_11, admitted("anonymous", quota("100/1h", 0, 11_001))))
                .isEqualTo(Map.of(
                        "RateLimit-Policy", "\"anonymous\";q=100;w=3600", "RateLimit", "\"anonymous\";r=0;t=12"));
    }

    @ParameterizedTest
    @EnumSource(HeaderDialect.class)
    void of_eachDialect_hasTheFieldsThatItSays(HeaderDialect dialect) {
        assertThat(fields(dialect, admitted("a", quota("10/1h", 3, 1_000))).keySet())
                .containsExactlyInAnyOrderElementsOf(dialect.fields());
    }

    @Test
    void of_severalLimits_isAnItemPerLimitNamedAfterItsWindow() {
        PolicyDecision several =
                admitted("api", quota("10/500ms", 9, 100), quota("60/1m", 59, 2_000), quota("1000/1h", 999, 3_600_000));
        assertThat(fields(HeaderDialect.DRAFT_11, several, admitted("login", quota("5/1m", 4, 1_875))))
                .isEqualTo(Map.of(
                        "RateLimit-Policy",
                        "\"api-500ms\";q=10, \"api-60s\";q=60;w=60, \"api-3600s\";q=1000;w=3600, \"login\";q=5;w=60",
                        "RateLimit",
                        "\"api-500ms\";r=9;t=1, \"api-60s\";r=59;t=2, \"api-3600s\";r=999;t=3600, \"login\";r=4;t=2"));
    }

    @ParameterizedTest
    @CsvSource({"10/1ms, ''", "10/999ms, ''", "10/1s, ;w=1", "10/1500ms, ;w=2", "10/1d, ;w=86400"})
    void of_window_isInWholeSecondsAndNotBelowOne(String limit, String parameter) {
        assertThat(fields(HeaderDialect.DRAFT_11, admitted("a", quota(limit, 3, 0))))
                .containsEntry("RateLimit-Policy", "\"a\";q=10" + parameter)
                .containsEntry("RateLimit", "\"a\";r=3");
    }

    @ParameterizedTest
    @CsvSource({
        "minute, ;w=60",
        "hour, ;w=3600",
        "day, ;w=86400",
        "week, ;w=604800",
        "month, ''",
        "year, ''",
    })
    void of_calendarWindow_hasItsUsualLengthIfItHasOne(String unit, String parameter) {
        Quota quota = quota("10/calendar-" + unit, 3, 90_061_000);
        assertThat(fields(HeaderDialect.DRAFT_11, admitted("a", quota)))
                .isEqualTo(Map.of("RateLimit-Policy", "\"a\";q=10" + parameter, "RateLimit", "\"a\";r=3;t=90061"));
        assertThat(fields(HeaderDialect.DRAFT_11, admitted("a", quota("60/1m", 7, 0), quota)))
                .isEqualTo(Map.of(
                        "RateLimit-Policy",
                        "\"a-60s\";q=60;w=60, \"a-calendar-" + unit + "\";q=10" + parameter,
                        "RateLimit",
                        "\"a-60s\";r=7, \"a-calendar-" + unit + "\";r=3;t=90061"));
        assertThat(fields(HeaderDialect.DRAFT_07, admitted("a", quota)))
                .isEqualTo(
                        parameter.isEmpty()
                                ? Map.of("RateLimit", "limit=10, remaining=3, reset=90061")
                                : Map.of(
                                        "RateLimit-Policy",
                                        "10" + parameter,
                                        "RateLimit",
                                        "limit=10, remaining=3, reset=90061"));
        assertThat(fields(HeaderDialect.DRAFT_06, admitted("a", quota)))
                .isEqualTo(Map.of("RateLimit-Limit", "10", "RateLimit-Remaining", "3", "RateLimit-Reset", "90061"));
        assertThat(fields(HeaderDialect.X_RATELIMIT, admitted("a", quota)))
                .containsEntry("X-RateLimit-Reset", String.valueOf(clock.millis() / 1_000 + 90_061));
    }

    @Test
    void of_hugeNumbers_haveFifteenDigits() {
        Quota huge = new Quota(new Limit(Long.MAX_VALUE, 1_000, Long.MAX_VALUE), Long.MAX_VALUE, 1);
        Map<String, String> fields = of(ALL_BUT_07, admitted("a", huge));
        assertThat(fields)
                .containsEntry("RateLimit-Policy", "\"a\";q=999999999999999;w=1")
                .containsEntry("RateLimit", "\"a\";r=999999999999999;t=1")
                .containsEntry("RateLimit-Limit", "999999999999999")
                .containsEntry("X-RateLimit-Remaining", "999999999999999");
    }

    @Test
    void of_draft06_isTheTightestLimitWithSecondsToGo() {
        PolicyDecision decided =
                admitted("a", quota("60/1m", 7, 900), quota("90/1h", 7, 40_001), quota("900/1d", 800, 70_000));
        assertThat(fields(HeaderDialect.DRAFT_06, decided, admitted("b", quota("20/1m", 8, 1))))
                .isEqualTo(Map.of("RateLimit-Limit", "90", "RateLimit-Remaining", "7", "RateLimit-Reset", "41"));
    }

    @Test
    void of_draft07_isTheTightestLimitAndAllPolicies() {
        assertThat(fields(HeaderDialect.DRAFT_07, admitted("anonymous", quota("100/1h", 99, 3_608_001))))
                .isEqualTo(
                        Map.of("RateLimit", "limit=100, remaining=99, reset=3609", "RateLimit-Policy", "100;w=3600"));
        PolicyDecision decided = admitted("a", quota("60/1m", 7, 900), quota("90/1h", 7, 40_001));
        assertThat(fields(HeaderDialect.DRAFT_07, decided, admitted("b", quota("60/1m", 8, 1))))
                .isEqualTo(Map.of(
                        "RateLimit", "limit=90, remaining=7, reset=41", "RateLimit-Policy", "60;w=60, 90;w=3600"));
    }

    @Test
    void of_draft07_aWindowBelowASecondIsInNoPolicy() {
        assertThat(fields(HeaderDialect.DRAFT_07, admitted("a", quota("10/500ms", 9, 100))))
                .isEqualTo(Map.of("RateLimit", "limit=10, remaining=9, reset=1"));
    }

    @Test
    void of_xRatelimit_isTheTightestLimitWithEpochSeconds() {
        assertThat(clock.millis()).isEqualTo(1_763_690_000_000L);
        assertThat(fields(HeaderDialect.X_RATELIMIT, admitted("a", quota("60/1m", 7, 900))))
                .isEqualTo(Map.of(
                        "X-RateLimit-Limit", "60", "X-RateLimit-Remaining", "7", "X-RateLimit-Reset", "1763690001"));
    }

    @Test
    void of_severalDialects_isAllOfThem() {
        assertThat(of(ALL_BUT_07, admitted("a", quota("60/1m", 7, 900))))
                .containsOnlyKeys(
                        "RateLimit-Policy",
                        "RateLimit",
                        "RateLimit-Limit",
                        "RateLimit-Remaining",
                        "RateLimit-Reset",
                        "X-RateLimit-Limit",
                        "X-RateLimit-Remaining",
                        "X-RateLimit-Reset");
    }

    @Test
    void of_nothingCounted_isNothing() {
        for (HeaderDialect dialect : HeaderDialect.values()) {
            assertThat(fields(dialect)).isEmpty();
            assertThat(fields(dialect, admitted("unlimited"))).isEmpty();
            assertThat(fields(dialect, Decisions.unavailable("a"))).isEmpty();
        }
        assertThat(of(Set.of(), admitted("a", quota("60/1m", 7, 900)))).isEmpty();
    }

    private Map<String, String> fields(HeaderDialect dialect, PolicyDecision... decisions) {
        return of(Set.of(dialect), decisions);
    }

    private Map<String, String> of(Set<HeaderDialect> dialects, PolicyDecision... decisions) {
        return new HeaderFields(dialects, clock).of(List.of(decisions));
    }
}
