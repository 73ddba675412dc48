package dev.weir.outbound.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.outbound.remote.AnswerRule;
import dev.weir.outbound.remote.JsonPointer;
import dev.weir.outbound.statistics.file.StatisticsFormat;
import dev.weir.outbound.statistics.file.StatisticsSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OutboundSettingsReaderTest {

    private final List<String> problems = new ArrayList<>();

    private OutboundSettings read(Map<String, String> properties, String... policies) {
        return OutboundSettingsReader.read(
                properties,
                Set.of(policies),
                (property, rule, value) -> problems.add(property + ": " + rule + ", was \"" + value + '"'));
    }

    private ThrottleSettings kis(Map<String, String> properties) {
        return read(properties, "kis").throttles().get("kis");
    }

    @Test
    void read_nothingSet_hasTheDefaultsOfTheSpecification() {
        ThrottleSettings kis = kis(Map.of());

        assertThat(problems).isEmpty();
        assertThat(kis.pace())
                .isEqualTo(new PaceSettings(
                        Portion.ALL,
                        new Spacing.None(),
                        Duration.ofMillis(20),
                        PaceSettings.PermitUntil.SEND,
                        new Portion(8_000)));
        assertThat(kis.line()).isEqualTo(new WaitSettings(OptionalInt.empty(), 1_000, Duration.ofSeconds(30)));
        assertThat(kis.limitedWhen().rules()).containsExactly(new AnswerRule.Status(429), new AnswerRule.Status(503));
        assertThat(kis.limitedWhen().maxBytes()).isEqualTo(65_536);
        assertThat(kis.retry().retries()).isEqualTo(5);
        assertThat(kis.retry().on())
                .isEqualTo(new RetryOn(true, true, List.of(new AnswerRule.Status(502), new AnswerRule.Status(504))));
        assertThat(kis.retry().methods().names())
                .containsExactlyInAnyOrder("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");
        assertThat(kis.retry().backoff())
                .isEqualTo(new BackoffSettings(
                        Duration.ofMillis(250),
                        200,
                        Duration.ofMillis(50),
                        Duration.ofSeconds(60),
                        BackoffSettings.Jitter.FULL));
        assertThat(kis.retry().deadline()).isEqualTo(Duration.ofSeconds(60));
        assertThat(kis.retry().budget()).isEqualTo(new Portion(2_000));
        assertThat(kis.tighten()).isEqualTo(new TightenSettings(new Portion(5_000), new Portion(500)));
        assertThat(kis.batch())
                .isEqualTo(new BatchSettings(OptionalInt.empty(), 100, Duration.ZERO, Duration.ofSeconds(30)));
    }

    @Test
    void read_everythingSet_hasEveryValue() {
        ThrottleSettings kis = kis(Map.ofEntries(
                Map.entry("kis.safety", "0.8"),
                Map.entry("kis.spacing", "66ms"),
                Map.entry("kis.guard", "0"),
                Map.entry("kis.permit-until", "response"),
                Map.entry("kis.concurrency", "4"),
                Map.entry("kis.queue", "0"),
                Map.entry("kis.max-wait", "PT1M"),
                Map.entry("kis.limited-when", "json:/a~1b/0=x=y, header:X-Error=limit"),
                Map.entry("kis.limited-when.max-bytes", "1KiB"),
                Map.entry("kis.retries", "0"),
                Map.entry("kis.retry-on", "io"),
                Map.entry("kis.retry-methods", "GET,POST"),
                Map.entry("kis.backoff", "1s"),
                Map.entry("kis.backoff.factor", "1.5"),
                Map.entry("kis.backoff.min", "0s"),
                Map.entry("kis.backoff.max", "2s"),
                Map.entry("kis.jitter", "none"),
                Map.entry("kis.deadline", "30s"),
                Map.entry("kis.retry-budget", "12.5%"),
                Map.entry("kis.tighten", "25%"),
                Map.entry("kis.tighten.recover", "1%"),
                Map.entry("kis.near", "0.95"),
                Map.entry("kis.batch.size", "8"),
                Map.entry("kis.batch.max", "8"),
                Map.entry("kis.batch.pause", "100ms"),
                Map.entry("kis.task-timeout", "5s")));

        assertThat(problems).isEmpty();
        assertThat(kis.pace())
                .isEqualTo(new PaceSettings(
                        new Portion(8_000),
                        new Spacing.Fixed(Duration.ofMillis(66)),
                        Duration.ZERO,
                        PaceSettings.PermitUntil.RESPONSE,
                        new Portion(9_500)));
        assertThat(kis.line()).isEqualTo(new WaitSettings(OptionalInt.of(4), 0, Duration.ofMinutes(1)));
        assertThat(kis.limitedWhen().rules())
                .containsExactly(
                        new AnswerRule.Json(new JsonPointer(List.of("a/b", "0")), "x=y"),
                        new AnswerRule.Header("X-Error", "limit"));
        assertThat(kis.limitedWhen().maxBytes()).isEqualTo(1_024);
        assertThat(kis.retry())
                .isEqualTo(new RetrySettings(
                        0,
                        new RetryOn(false, true, List.of()),
                        new RetryMethods(false, Set.of("GET", "POST")),
                        new BackoffSettings(
                                Duration.ofSeconds(1),
                                150,
                                Duration.ZERO,
                                Duration.ofSeconds(2),
                                BackoffSettings.Jitter.NONE),
                        Duration.ofSeconds(30),
                        new Portion(1_250)));
        assertThat(kis.tighten()).isEqualTo(new TightenSettings(new Portion(2_500), new Portion(100)));
        assertThat(kis.batch())
                .isEqualTo(new BatchSettings(OptionalInt.of(8), 8, Duration.ofMillis(100), Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            safety                 | 0                | must be from 1% to 100%
            safety                 | 1.5              | must be a percentage from 0% to 100%, or a fraction from 0 to 1
            safety                 | 80               | must be a percentage from 0% to 100%, or a fraction from 0 to 1
            spacing                | evenly           | must be a number and one of the units ms, s, m, h, d, or none, even
            spacing                | 0s               | must be from 1ms to 1h, or none, even
            guard                  | -5ms             | must be a number and one of the units ms, s, m, h, d
            guard                  | 2m               | must be from 0ms to 1m
            permit-until           | answer           | must be one of send, response
            concurrency            | 0                | must be a whole number from 1 to 1000000, or none
            queue                  | -1               | must be a whole number from 0 to 1000000
            max-wait               | 30               | must be a number and one of the units ms, s, m, h, d
            max-wait               | PT0.0001S        | must be whole milliseconds
            max-wait               | P1               | must be a number and a unit, or an ISO-8601 duration
            max-wait               | 999999999999999d | must not be as large
            limited-when           | 429              | expected status:<number>, header:<name>=<value> or json:<pointer>=<value>
            limited-when           | status:42        | expected status:<number from 100 to 599>
            limited-when           | json:msg_cd=1    | expected a JSON pointer, such as /error/code, of at most 32 parts
            limited-when           | json:/a~2=1      | expected a JSON pointer, such as /error/code, of at most 32 parts
            limited-when           | json:/a          | expected json:<pointer>=<value>
            limited-when           | header:X Y=1     | expected header:<name of a header>=<value>
            limited-when           | header:X=        | expected header:<name of a header>=<value>
            limited-when.max-bytes | 64KB             | must be a number and one of the units B, KiB, MiB, GiB
            limited-when.max-bytes | 2MiB             | must be from 256B to 1MiB
            retries                | many             | must be a whole number from 0 to 100
            retry-on               | error            | must be limited, io and status:<number>, separated by commas, or none
            retry-on               | ,                | must be limited, io and status:<number>, separated by commas, or none
            retry-methods          | get              | must be idempotent, any, none, or methods in capitals, separated by commas
            backoff                | 0s               | must be from 1ms to 1h
            backoff.factor         | 0.5              | must be a number from 1 to 10 with at most two decimals
            backoff.factor         | NaN              | must be a number from 1 to 10 with at most two decimals
            backoff.min            | 1s               | must be at most backoff, which is 250ms
            backoff.max            | 100ms            | must be at least backoff, which is 250ms
            jitter                 | some             | must be one of full, equal, none
            deadline               | 2d               | must be from 1ms to 1d
            retry-budget           | 101%             | must be a percentage from 0% to 100%, or a fraction from 0 to 1
            tighten                | 0%               | must be from 1% to 100%
            tighten.recover        | 0%               | must be from 0.01% to 100%
            near                   | high             | must be a percentage from 0% to 100%, or a fraction from 0 to 1
            batch.size             | 0                | must be a whole number from 1 to 10000, or auto
            batch.size             | 101              | must be at most batch.max, which is 100
            batch.max              | 0                | must be a whole number from 1 to 10000
            batch.pause            | now              | must be a number and one of the units ms, s, m, h, d
            task-timeout           | 0                | must be from 1ms to 1d
            safty                  | 0.8              | unknown property
            """)
    void read_wrongValue_isOneProblemWithRuleAndValue(String key, String value, String rule) {
        ThrottleSettings kis = kis(Map.of("kis." + key, value));

        assertThat(problems).containsExactly("ratelimit.throttle.kis." + key + ": " + rule + ", was \"" + value + '"');
        assertThat(kis).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(ThrottleProperty.class)
    void read_wrongValueOfAnyProperty_isAProblem(ThrottleProperty property) {
        kis(Map.of("kis." + property.key(), "\u0000 not this"));

        assertThat(problems).singleElement().asString().startsWith(property.fullName("kis") + ": ");
    }

    @ParameterizedTest
    @EnumSource(StatisticsProperty.class)
    void read_wrongValueOfAnyStatisticsProperty_isAProblem(StatisticsProperty property) {
        read(Map.of("statistics." + property.key(), "\u0000 not this"));

        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("ratelimit.throttle.statistics." + property.key() + ": ");
    }

    @Test
    void read_severalWrongValues_reportsAll() {
        read(
                Map.of(
                        "kis.safety",
                        "x",
                        "kis.retries",
                        "x",
                        "kis.colour",
                        "x",
                        "statistics.gzip",
                        "yes",
                        "safety",
                        "1"),
                "kis");

        assertThat(problems).hasSize(5).anyMatch(each -> each.startsWith("ratelimit.throttle.safety: unknown"));
    }

    @Test
    void read_propertyOfAPolicyThatIsNotThere_isAProblem() {
        read(Map.of("kiss.safety", "0.8", ".x", "1", "kis.", "2"), "kis");

        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "ratelimit.throttle.kiss.safety: there is no policy \"kiss\", was \"0.8\"",
                        "ratelimit.throttle..x: unknown property, was \"1\"",
                        "ratelimit.throttle.kis.: unknown property, was \"2\"");
    }

    @Test
    void read_policyCalledStatistics_isAProblem() {
        OutboundSettings settings =
                read(Map.of("statistics.keep", "3", "statistics.file", "calls"), "statistics", "kis");

        assertThat(problems)
                .containsExactly("ratelimit.throttle.statistics: a policy of calls that go out must have another name,"
                        + " was \"statistics\"");
        assertThat(settings.throttles()).containsOnlyKeys("kis");
        assertThat(settings.statistics().orElseThrow().keep()).isEqualTo(3);
    }

    @Test
    void read_statistics_hasDefaultsAndValues() {
        assertThat(read(Map.of()).statistics()).isEmpty();
        assertThat(read(Map.of("statistics.file", "calls.jsonl")).statistics())
                .contains(new StatisticsSettings(
                        "calls.jsonl",
                        StatisticsFormat.JSONL,
                        false,
                        Duration.ofSeconds(10),
                        10 << 20,
                        Duration.ofDays(1),
                        14));
        assertThat(read(Map.of(
                                "statistics.file", "/var/log/calls.csv",
                                "statistics.format", "csv",
                                "statistics.gzip", "true",
                                "statistics.interval", "1s",
                                "statistics.rotate.size", "1GiB",
                                "statistics.rotate.every", "1h",
                                "statistics.keep", "0"))
                        .statistics())
                .contains(new StatisticsSettings(
                        "/var/log/calls.csv",
                        StatisticsFormat.CSV,
                        true,
                        Duration.ofSeconds(1),
                        1 << 30,
                        Duration.ofHours(1),
                        0));
        assertThat(problems).isEmpty();
    }

    @Test
    void defaultsOfAllProperties_areRead() {
        Stream.of(ThrottleProperty.values()).forEach(each -> kis(Map.of("kis." + each.key(), each.defaultValue())));
        Stream.of(StatisticsProperty.values())
                .forEach(each -> read(Map.of("statistics." + each.key(), each.defaultValue())));

        assertThat(problems).isEmpty();
    }
}
