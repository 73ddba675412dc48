package dev.weir.outbound.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaFieldsTest {

    private static final Instant NOW = Instant.parse("2026-11-30T20:00:00Z");

    private static List<RemoteQuota> read(Map<String, List<String>> fields) {
        return QuotaFields.read(Fields.of(fields), NOW);
    }

    private static List<RemoteQuota> x(String remaining, String reset) {
        return read(Map.of("x-ratelimit-remaining", List.of(remaining), "x-ratelimit-reset", List.of(reset)));
    }

    private static RemoteQuota quota(String name, long remaining, long millis) {
        return new RemoteQuota(name, remaining, Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5000", "1796068805, 5000", "1796068805000, 5000", "1796068805.25, 5250", "6m0s, 360000",
                "1h2m3.5s, 3723500",
        "17ms, 17", "1.5µs, 1", "20us, 1", "1ns, 1", "1m30s, 90000", "2026-11-30T20:00:05Z, 5000",
        "'Mon, 30 Nov 2026 20:00:05 GMT', 5000"
    })
    void read_resetInAnyForm_isTheTimeUntilThen(String reset, long millis) {
        assertThat(x("7", reset)).containsExactly(quota("", 7, millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-5",
                "soon",
                "0s",
                "5x",
                "s",
                "m5",
                "5 s",
                "1796060000",
                "99999999999999999999999",
                "1e9",
                "9999999999h",
                "999999999999h999999999999h999999999999h999999999999h"
            })
    void read_resetInThePastOrGarbage_isNone(String reset) {
        assertThat(x("0", reset)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "many", "0x1", "1.5", "99999999999999999999999"})
    void read_remainingThatIsNoNumber_isNone(String remaining) {
        assertThat(x(remaining, "5")).isEmpty();
    }

    @Test
    void read_epochOfARemoteClock_isJudgedByThatClock() {
        Fields fields = Fields.of(Map.of(
                "Date", List.of("Mon, 30 Nov 2026 19:00:00 GMT"),
                "X-RateLimit-Remaining", List.of("0"),
                "X-RateLimit-Reset", List.of("1796065210")));

        assertThat(QuotaFields.read(fields, NOW)).containsExactly(quota("", 0, 10_000));
    }

    @Test
    void read_limitsOfRequestsAndTokens_areTwo() {
        assertThat(read(Map.of(
                        "x-ratelimit-remaining-requests", List.of("59"),
                        "x-ratelimit-reset-requests", List.of("1s"),
                        "x-ratelimit-remaining-tokens", List.of("0"),
                        "x-ratelimit-reset-tokens", List.of("6m0s"))))
                .containsExactly(quota("Requests", 59, 1_000), quota("Tokens", 0, 360_000));
    }

    @Test
    void read_draft06_isRead() {
        assertThat(read(Map.of(
                        "RateLimit-Limit", List.of("100, 100;w=60"),
                        "RateLimit-Remaining", List.of("50"),
                        "RateLimit-Reset", List.of("30"))))
                .containsExactly(quota("", 50, 30_000));
    }

    @Test
    void read_draft07_isRead() {
        assertThat(read(Map.of("RateLimit", List.of("limit=100, remaining=50, reset=30"))))
                .containsExactly(quota("", 50, 30_000));
        assertThat(read(Map.of("RateLimit", List.of("limit=100,remaining=0,reset=5"))))
                .containsExactly(quota("", 0, 5_000));
    }

    @Test
    void read_draft11_hasEveryLimit() {
        assertThat(read(Map.of(
                        "RateLimit",
                        List.of(
                                "\"burst\";r=0;t=5, \"a,\\\"b;r=9\" ; t=3600 ; r=10;pk=:cHJvamVjdA==:",
                                "daily;r=1;t=2"))))
                .containsExactly(
                        quota("burst", 0, 5_000), quota("a,\\\"b;r=9", 10, 3_600_000), quota("daily", 1, 2_000));
        // the time can be left out, and then there is no telling when
        assertThat(read(Map.of("RateLimit", List.of("\"burst\";r=0")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                ";",
                "\"",
                "\"x",
                "\"x\";",
                "\"x\";r",
                "\"x\";r=;t=",
                "\"x\";r=-1;t=5",
                "\"x\";r=a;t=b",
                "limit",
                "=",
                "reset=5",
                "remaining=5",
                "remaining=-1, reset=5"
            })
    void read_rateLimitThatIsGarbage_isNone(String value) {
        assertThat(read(Map.of("RateLimit", List.of(value)))).isEmpty();
    }

    @Test
    void read_hostileFields_endSoon() {
        for (String unit :
                List.of("\"x\";r=1;t=1,", "\"\\\\", ";r=1", " ; a", "x=", "a;a", " ", "\"x\" ", "r=1;t=1;")) {
            List<String> lines = List.of(unit.repeat(4_000 / unit.length()), unit.repeat(1_000_000));
            List<RemoteQuota> quotas = read(Map.of("RateLimit", lines, "X-RateLimit-Reset", lines));
            assertThat(quotas).hasSizeLessThanOrEqualTo(16);
        }
    }

    @Test
    void exhaustedFor_isTheLongestOfThoseWithNothingLeft() {
        RemoteAnswer answer = new RemoteAnswer(
                Optional.of(200),
                false,
                Optional.empty(),
                List.of(quota("a", 0, 1_000), quota("b", 0, 3_000), quota("c", 1, 9_000)));

        assertThat(answer.exhaustedFor()).contains(Duration.ofSeconds(3));
        assertThat(answer.waitBeforeRetry()).contains(Duration.ofSeconds(3));
        assertThat(new RemoteAnswer(Optional.of(200), true, Optional.of(Duration.ofSeconds(1)), answer.quotas())
                        .waitBeforeRetry())
                .contains(Duration.ofSeconds(1));
    }
}
