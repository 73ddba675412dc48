package dev.weir.config;

import static dev.weir.config.MapSource.reports;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.core.Algorithm;
import dev.weir.core.Policy;
import dev.weir.text.LimitReader;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The algorithm of a policy, and which windows and which burst it can count. */
class PolicyAlgorithmTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9/calendar-day | | FIXED_WINDOW",
                "9/calendar-day,99/calendar-month | | FIXED_WINDOW",
                "9/calendar-day | fixed-window | FIXED_WINDOW",
                "5/1m,9/calendar-day | | SLIDING_WINDOW",
                "5/1m,9/calendar-day | sliding-window | SLIDING_WINDOW",
                "5/1m,9/calendar-day | fixed-window | FIXED_WINDOW",
                "unlimited | | SLIDING_WINDOW",
                "20/1s | sliding-log | SLIDING_LOG",
                "128/1s,9/calendar-day | sliding-log | SLIDING_LOG",
            })
    void read_calendarWindows_areFixedWindows(String limit, String algorithm, Algorithm expected) {
        MapSource source =
                algorithm == null ? reports("limit", limit) : reports("limit", limit, "algorithm", algorithm);
        assertThat(source.policy("reports").policy())
                .isEqualTo(Policy.of("reports", expected, LimitReader.readAll(limit, ZoneId.of("UTC"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "9/calendar-day | token-bucket | token-bucket has no boundaries, so it cannot count calendar windows",
                "5/1m,9/calendar-day | token-bucket"
                        + " | token-bucket has no boundaries, so it cannot count calendar windows",
                "9/calendar-day | sliding-window"
                        + " | calendar windows are always counted by fixed-window, and the policy has no other limit",
            })
    void read_algorithmThatCannotCountTheWindows_isAProblem(String limit, String algorithm, String rule) {
        assertThat(reports("limit", limit, "algorithm", algorithm).problems())
                .containsExactly("ratelimit.policy.reports.algorithm: " + rule + ", was \"" + algorithm + "\"");
    }

    @Test
    void read_moreThanALogCounts_isAProblem() {
        assertThat(reports("limit", "5/1s,129/1m", "algorithm", "sliding-log").problems())
                .containsExactly("ratelimit.policy.reports.limit: permits must be <= 128 with sliding-log,"
                        + " was \"5/1s,129/1m\"");
    }

    @Test
    void read_moreThanALogCountsOnATier_isAProblem() {
        MapSource source = MapSource.of(
                "tiers",
                "gold",
                "policies",
                "reports",
                "policy.reports.limit",
                "5/1s",
                "policy.reports.algorithm",
                "sliding-log",
                "policy.reports.tier.gold.limit",
                "500/1s");
        assertThat(source.problems())
                .containsExactly("ratelimit.policy.reports.tier.gold.limit: permits must be <= 128 with sliding-log,"
                        + " was \"500/1s\"");
    }

    @Test
    void read_burstOfACalendarWindow_isAProblem() {
        assertThat(reports("limit", "9/calendar-day", "burst", "5").problems())
                .containsExactly("ratelimit.policy.reports.burst: calendar windows have no burst, was \"5\"");
    }

    @Test
    void read_declaredCalendarWindow_isReadAsAConfiguredOne() {
        MapSource source = MapSource.of("policies", "none", "zone", "Europe/Berlin");
        Declaration declared =
                new Declaration("export", "a site", false, Map.of("limit", "9/calendar-day"), Optional.empty());
        assertThat(source.read(List.of(declared)).policies().get("export").policy())
                .isEqualTo(Policy.of(
                        "export",
                        Algorithm.FIXED_WINDOW,
                        LimitReader.readAll("9/calendar-day", ZoneId.of("Europe/Berlin"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "many"})
    void read_burstThatIsNoPositiveNumber_isAProblem(String burst) {
        assertThat(reports("limit", "5/1m", "algorithm", "token-bucket", "burst", burst)
                        .problems())
                .containsExactly("ratelimit.policy.reports.burst: must be a whole number >= 1, was \"" + burst + "\"");
    }

    @Test
    void read_burstOfSeveralLimits_isAProblem() {
        assertThat(reports("limit", "5/1m,50/1h", "algorithm", "token-bucket", "burst", "9")
                        .problems())
                .containsExactly("ratelimit.policy.reports.burst: needs a policy with just one limit, was \"9\"");
    }

    @Test
    void read_burstThatTakesYearsToRefill_isAProblem() {
        assertThat(reports("limit", "1/1d", "algorithm", "token-bucket", "burst", "1000")
                        .problems())
                .containsExactly("ratelimit.policy.reports.burst: burst must refill within 732d, was \"1000\"");
    }
}
