package dev.weir.config;

import static dev.weir.config.MapSource.reports;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.Scope;
import dev.weir.config.rule.CostRule;
import dev.weir.config.rule.CountRule;
import dev.weir.config.rule.Disclosure;
import dev.weir.config.rule.KeyRule;
import dev.weir.core.Algorithm;
import dev.weir.core.BlockRule;
import dev.weir.core.Fallback;
import dev.weir.core.Mode;
import dev.weir.core.Policy;
import dev.weir.text.LimitReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                        Optional.empty(),
                        disclosure,
                        CountRule.ALL,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Map.of(),
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
        assertThat(read.configuredCost()).hasValue(new CostRule.Fixed(3));
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
                "algorithm | gcra | must be one of sliding-window, token-bucket, fixed-window, sliding-log",
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
                "adaptive | yes | must be true or false",
                "adaptive.latency | 2s | needs adaptive=true",
                "adaptive.errors | 1% | needs adaptive=true",
                "adaptive.floor | 10% | needs adaptive=true",
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
}
