package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.Scope;
import dev.weir.core.Algorithm;
import dev.weir.core.BlockRule;
import dev.weir.core.Fallback;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.text.LimitReader;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyReaderTest {

    @ParameterizedTest
    @CsvSource({
        "anonymous, 100/1h, ANONYMOUS, FULL",
        "user, 1000/1h, USER, FULL",
        "login, 5/1m, LOGIN, MINIMAL",
    })
    void read_builtIn_isTheDefault(String name, String limit, Scope scope, Disclosure disclosure) {
        assertThat(MapSource.of().policy(name))
                .isEqualTo(new PolicySettings(
                        Policy.of(name, Algorithm.SLIDING_WINDOW, List.of(LimitReader.read(limit))),
                        new KeyRule.ByScope(scope),
                        OptionalLong.empty(),
                        disclosure,
                        List.of(),
                        Map.of(),
                        false));
    }

    @Test
    void read_builtIn_isOverriddenKeyByKey() {
        MapSource source = MapSource.of("policy.login.limit", "7/1m", "policy.user.scope", "session");
        assertThat(source.policy("login").policy().limits()).hasToString("[7/1m]");
        assertThat(source.policy("login").key()).isEqualTo(new KeyRule.ByScope(Scope.LOGIN));
        assertThat(source.policy("login").disclosure()).isEqualTo(Disclosure.MINIMAL);
        assertThat(source.policy("user").policy().limits()).hasToString("[1000/1h]");
        assertThat(source.policy("user").key()).isEqualTo(new KeyRule.ByScope(Scope.SESSION));
    }

    @Test
    void read_everyKey_isWhatItSays() {
        PolicySettings read = reports(
                        "limit", "5/1m",
                        "scope", "address",
                        "algorithm", "token-bucket",
                        "burst", "20",
                        "match", "POST /api/login, /reports/**",
                        "mode", "shadow",
                        "rollout", "12.5",
                        "fallback", "closed",
                        "block", "15m",
                        "disclosure", "minimal",
                        "cost", "3")
                .policy("reports");
        assertThat(read.policy())
                .isEqualTo(Policy.of(
                                "reports",
                                Algorithm.TOKEN_BUCKET,
                                List.of(LimitReader.read("5/1m").withBurst(20)))
                        .withMode(Mode.SHADOW)
                        .withFallback(Fallback.CLOSED)
                        .withBlock(BlockRule.lasting(900_000))
                        .withRollout(1_250));
        assertThat(read.key()).isEqualTo(new KeyRule.ByScope(Scope.ADDRESS));
        assertThat(read.configuredCost()).hasValue(3);
        assertThat(read.disclosure()).isEqualTo(Disclosure.MINIMAL);
        assertThat(read.match()).hasToString("[POST /api/login, /reports/**]");
    }

    @Test
    void read_onlyALimit_hasTheDefaultsOfTheOtherKeys() {
        PolicySettings read = reports("limit", "60/1m,1000/1h").policy("reports");
        assertThat(read.policy())
                .isEqualTo(Policy.of("reports", Algorithm.SLIDING_WINDOW, LimitReader.readAll("60/1m,1000/1h")));
        assertThat(read.key()).isEqualTo(new KeyRule.ByScope(Scope.CLIENT));
        assertThat(read.disclosure()).isEqualTo(Disclosure.FULL);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.00, 0", "0.01, 1", "0.1, 10", "10, 1000", "50.5, 5050", "99.99, 9999", "100.00, 10000"})
    void read_rollout_isInHundredthsOfAPercent(String text, int rollout) {
        assertThat(reports("limit", "5/1m", "rollout", text)
                        .policy("reports")
                        .policy()
                        .rollout())
                .isEqualTo(rollout);
    }

    @Test
    void read_unlimited_isAPolicyWithoutLimits() {
        assertThat(reports("limit", "unlimited").policy("reports").policy().limits())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "limit | -5/1m | permits must be >= 0",
                "limit | 5 | expected <permits>/<window>",
                "limit | 5/60s,6/1m | windows must differ",
                "scope | everyone | must be one of anonymous, user, client, address, login, session, tenant, global, "
                        + "header:<name>",
                "scope | tenant | scope tenant needs ratelimit.tenant.from",
                "scope | header: | expected header:<name of a header>",
                "scope | header:X Key | expected header:<name of a header>",
                "algorithm | gcra | must be one of sliding-window, token-bucket, fixed-window",
                "burst | 9 | only algorithm token-bucket has a burst",
                "match | api | pattern must begin with /",
                "mode | dry-run | must be one of enforce, shadow, off",
                "rollout | 101 | must be a percentage from 0 to 100 with at most two decimals",
                "rollout | 100.01 | must be a percentage from 0 to 100 with at most two decimals",
                "rollout | 1.234 | must be a percentage from 0 to 100 with at most two decimals",
                "rollout | -1 | must be a percentage from 0 to 100 with at most two decimals",
                "rollout | ten | must be a percentage from 0 to 100 with at most two decimals",
                "rollout | 10% | must be a percentage from 0 to 100 with at most two decimals",
                "rollout | 1. | must be a percentage from 0 to 100 with at most two decimals",
                "rollout | .5 | must be a percentage from 0 to 100 with at most two decimals",
                "rollout | 1e1 | must be a percentage from 0 to 100 with at most two decimals",
                "fallback | remote | must be one of local, open, closed",
                "block | 15 | duration must be a number and a unit",
                "block.after | 3 | needs a block",
                "block.within | 1h | needs a block",
                "block.factor | 2 | needs a block",
                "block.memory | 1d | needs a block",
                "block.max | 1d | needs a block",
                "block.forgives | true | needs a block",
                "block.afer | 3 | unknown property of a policy (did you mean \"ratelimit.policy.reports.block.after\"?)",
                "disclosure | none | must be one of full, minimal",
                "cost | 0 | must be a whole number >= 1",
                "cost | two | must be a whole number >= 1",
                "tier | gold | unknown property of a policy",
            })
    void read_wrongValue_isAProblemWithPropertyRuleAndValue(String key, String value, String rule) {
        MapSource source = key.equals("limit") ? reports("limit", value) : reports("limit", "5/1m", key, value);
        assertThat(source.problems())
                .containsExactly("ratelimit.policy.reports." + key + ": " + rule + ", was \"" + value + "\"");
    }

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
    @CsvSource(
            delimiter = '|',
            value = {
                "after | 0 | must be a whole number from 1 to 1000000",
                "after | 1000001 | must be a whole number from 1 to 1000000",
                "within | 0s | duration must be > 0",
                "within | 367d | duration must be <= 366d",
                "factor | 0.99 | must be a number from 1 to 1000 with at most two decimal places",
                "factor | 1.505 | must be a number from 1 to 1000 with at most two decimal places",
                "factor | 1000.01 | must be a number from 1 to 1000 with at most two decimal places",
                "factor | 12345678 | must be a number from 1 to 1000 with at most two decimal places",
                "factor | -2 | must be a number from 1 to 1000 with at most two decimal places",
                "memory | 367d | duration must be <= 366d",
                "max | 14m | must not be shorter than the block",
                "max | 367d | duration must be <= 366d",
                "forgives | yes | must be true or false",
            })
    void read_wrongValueOfABlock_isAProblem(String key, String value, String rule) {
        assertThat(reports("limit", "5/1m", "block", "15m", "block." + key, value)
                        .problems())
                .containsExactly("ratelimit.policy.reports.block." + key + ": " + rule + ", was \"" + value + "\"");
    }

    @Test
    void read_allOfABlock_isItsRule() {
        Policy policy = reports(
                        "limit", "5/1m",
                        "block", "1m",
                        "block.after", "3",
                        "block.within", "2m",
                        "block.factor", "1.25",
                        "block.memory", "2d",
                        "block.max", "3d",
                        "block.forgives", "true")
                .policy("reports")
                .policy();
        assertThat(policy.block()).isEqualTo(new BlockRule(60_000, 3, 120_000, 125, 172_800_000, 259_200_000, true));
    }

    @Test
    void read_partsOfABlock_haveDefaults() {
        Policy policy = reports("limit", "5/1m,50/1h", "block", "2d", "block.after", "2", "block.factor", "2")
                .policy("reports")
                .policy();
        assertThat(policy.block())
                .as("within the longest window, up to the block where that is longer than a day")
                .isEqualTo(new BlockRule(172_800_000, 2, 3_600_000, 200, 86_400_000, 172_800_000, false));
    }

    @Test
    void read_noLimit_isAProblem() {
        assertThat(MapSource.of("policies", "reports").problems())
                .containsExactly("ratelimit.policy.reports.limit: required, but missing; "
                        + "the policy is listed in ratelimit.policies");
    }

    @ParameterizedTest
    @CsvSource({"5 a minute, expected <permits>/<window>", "'', required"})
    void read_wrongLimit_hidesNoOtherProblem(String limit, String rule) {
        MapSource source = limit.isEmpty()
                ? MapSource.of("policies", "reports", "policy.reports.mode", "shadwo", "policy.reports.burst", "0")
                : reports("limit", limit, "mode", "shadwo", "burst", "0");
        assertThat(source.problems()).hasSize(3);
        assertThat(source.problems().get(0)).startsWith("ratelimit.policy.reports.limit: " + rule);
        assertThat(source.problems().get(1)).startsWith("ratelimit.policy.reports.burst: only algorithm token-bucket");
        assertThat(source.problems().get(2)).startsWith("ratelimit.policy.reports.mode: must be one of");
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

    @Test
    void read_headerScope_isTheValueOfThatHeader() {
        assertThat(reports("limit", "5/1m", "scope", "header:X-Api-Key")
                        .policy("reports")
                        .key())
                .isEqualTo(new KeyRule.ByHeader("X-Api-Key"));
    }

    @Test
    void read_keyResolver_takesThePlaceOfTheBuiltInScope() {
        assertThat(MapSource.of("policy.login.key-resolver", "apiKeys").policy("login"))
                .extracting(PolicySettings::key, PolicySettings::disclosure)
                .containsExactly(new KeyRule.ByBeanName("apiKeys"), Disclosure.FULL);
    }

    @Test
    void read_keyResolverTogetherWithAScope_isAProblem() {
        assertThat(reports("limit", "5/1m", "scope", "user", "key-resolver", "apiKeys")
                        .problems())
                .containsExactly(
                        "ratelimit.policy.reports.scope: a policy with a key-resolver has no scope, was \"user\"");
    }

    @Test
    void read_keyResolverThatDoesNotExist_isAProblem() {
        MapSource source = reports("limit", "5/1m", "key-resolver", "apiKeys");
        assertThat(catchThrowableOfType(
                                InvalidConfigurationException.class,
                                () -> SettingsReader.read(
                                        source, List.of(), rule -> !(rule instanceof KeyRule.ByBeanName)))
                        .problems())
                .containsExactly("ratelimit.policy.reports.key-resolver: there is no such bean, was \"apiKeys\"");
    }

    /** One listed policy, with these keys. */
    private static MapSource reports(String... keysAndValues) {
        String[] all = new String[keysAndValues.length + 2];
        all[0] = "policies";
        all[1] = "reports";
        for (int i = 0; i < keysAndValues.length; i += 2) {
            all[i + 2] = "policy.reports." + keysAndValues[i];
            all[i + 3] = keysAndValues[i + 1];
        }
        return MapSource.of(all);
    }
}
