package dev.weir.config.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.Declaration;
import dev.weir.config.InvalidConfigurationException;
import dev.weir.config.MapSource;
import dev.weir.config.Settings;
import dev.weir.config.SettingsReader;
import dev.weir.match.PathSegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantRuleTest {

    private static MapSource from(String rule, String... more) {
        Map<String, String> values = new TreeMap<>(MapSource.of(more).values());
        values.put("ratelimit.tenant.from", rule);
        values.put("ratelimit.policies", "api");
        values.put("ratelimit.policy.api.limit", "60/1m");
        values.put("ratelimit.policy.api.scope", "tenant");
        return new MapSource(values);
    }

    @Test
    void read_everyKind_isWhatItSays() {
        Map<String, TenantRule> rules = Map.of(
                "header:X-Tenant", new TenantRule.ByHeader("X-Tenant"),
                "claim:https://example.com/org", new TenantRule.ByClaim("https://example.com/org"),
                "principal-domain", new TenantRule.ByPrincipalDomain(),
                "host", new TenantRule.ByHost(),
                "path:/t/{tenant}/**", new TenantRule.ByPath(PathSegment.parse("/t/{tenant}/**", "{tenant}")),
                "bean:accounts", new TenantRule.ByBean("accounts"),
                "code", new TenantRule.ByCode());
        rules.forEach((text, rule) ->
                assertThat(from(text).policy("api").key()).as(text).isEqualTo(new KeyRule.ByTenant(rule)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hosts | must be one of header:<name>, claim:<name>, principal-domain, host, path:<pattern with {tenant}>,"
                        + " bean:<name>, code (did you mean \"host\"?)",
                "header: | expected header:<name of a header>",
                "header:X Tenant | expected header:<name of a header>",
                "claim: | expected claim:<name of a claim>",
                "bean: | expected bean:<name of a bean>",
                "path:/t/{id} | pattern must have {tenant} as one whole segment",
                "path:/t/{tenant}-x | pattern must have {tenant} as one whole segment",
                "path:/{tenant}/{tenant} | pattern must have {tenant} as one whole segment",
                "path:/**/{tenant} | pattern must not have ** before {tenant}",
                "path:GET /t/{tenant} | pattern must begin with /",
            })
    void read_wrongRule_isAProblem(String rule, String problem) {
        assertThat(from(rule).problems())
                .containsExactly("ratelimit.tenant.from: " + problem + ", was \"" + rule + '"');
    }

    @Test
    void read_beanThatDoesNotExist_isAProblem() {
        Optional<InvalidConfigurationException> failure = Optional.empty();
        try {
            Settings unused =
                    SettingsReader.read(from("bean:accounts"), List.of(), rule -> !(rule instanceof KeyRule.ByTenant));
        } catch (InvalidConfigurationException e) {
            failure = Optional.of(e);
        }
        assertThat(failure.orElseThrow().problems())
                .contains("ratelimit.tenant.from: there is no such bean, was \"bean:accounts\"");
    }

    @Test
    void read_scopeWithoutTenants_isAProblem() {
        assertThat(MapSource.of("policy.user.scope", "tenant").problems())
                .containsExactly(
                        "ratelimit.policy.user.scope: scope tenant needs ratelimit.tenant.from, was \"tenant\"");
        Declaration declared = new Declaration(
                "tenant", "@RateLimited on a.B", false, Map.of("scope", "tenant", "limit", "1/1m"), Optional.empty());
        assertThat(MapSource.of().problems(List.of(declared)))
                .containsExactly(
                        "@RateLimited on a.B: scope: scope tenant needs ratelimit.tenant.from, was \"tenant\"");
        assertThat(MapSource.of("tenant.from", "host").problems(List.of(declared)))
                .isEmpty();
    }

    @Test
    void read_headerWithoutTrustedProxies_isNoted() {
        assertThat(from("header:X-Tenant").read().notes())
                .containsExactly("ratelimit.tenant.from: is never believed without ratelimit.client.trusted-proxies");
        assertThat(from("header:X-Tenant", "client.trusted-proxies", "10.0.0.0/8")
                        .read()
                        .notes())
                .isEmpty();
        assertThat(from("host").read().notes()).isEmpty();
    }
}
