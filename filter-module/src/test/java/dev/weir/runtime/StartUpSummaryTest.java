package dev.weir.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.Declaration;
import dev.weir.config.FilterParameters;
import dev.weir.config.Settings;
import dev.weir.config.SettingsReader;
import dev.weir.config.source.PropertySource;
import dev.weir.spi.ModuleConfiguration;
import dev.weir.spi.ModuleHost;
import dev.weir.spi.NamedProperties;
import dev.weir.spi.WeirModule;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a start says. */
class StartUpSummaryTest {

    private final Map<String, String> values = new TreeMap<>();
    private final List<Declaration> declarations = new ArrayList<>();
    private final Map<String, List<String>> mappings = new TreeMap<>();
    private final List<WeirModule> modules = new ArrayList<>();

    @Test
    void text_policies_sayWhoIsLimitedHowAndWhere() {
        set("policies", "anonymous,user,login,api,search,closed,keyed");
        set("policy.api.limit", "60/1m,1000/1h");
        set("policy.api.match", "/api/**, POST /upload");
        set("policy.api.rollout", "10");
        set("policy.search.limit", "5/1s");
        set("policy.search.scope", "header:X-Key");
        set("policy.search.mode", "shadow");
        set("policy.search.rollout", "50");
        set("policy.closed.limit", "unlimited");
        set("policy.closed.mode", "off");
        set("policy.closed.match", "/closed");
        set("policy.keyed.limit", "1/1s");
        set("policy.keyed.key-resolver", "apiKey");
        set("policy.keyed.rollout", "0.50");
        declare("anonymous", "@RateLimited on a.Greeting.hello()");
        declarations.addAll(FilterParameters.read("legacy", Map.of("limit", "20/1m")));
        declarations.addAll(FilterParameters.read("lost", Map.of("policy", "search")));
        mappings.put("legacy", List.of("/legacy/*", "servlet old"));
        mappings.put("lost", List.of());
        assertThat(summary("/shop").text().lines())
                .containsExactly(
                        "Weir (version unknown) at context root /shop, namespace ns",
                        "  counters are here",
                        "  anonymous: 100/1h, scope anonymous, enforce",
                        "    @RateLimited on a.Greeting.hello()",
                        "  api: 60/1m, 1000/1h, scope client, enforce, rollout 10 %",
                        "    match /api/**",
                        "    match POST /upload",
                        "  search: 5/1s, scope header:X-Key, shadow",
                        "    filter \"lost\" in web.xml, mapped nowhere",
                        "  closed: unlimited, scope client, off, so it limits nothing",
                        "    match /closed",
                        "  keyed: 1/1s, key-resolver apiKey, enforce, rollout 0.5 %; applies nowhere: no match, annotation"
                                + " or filter names it, only a call of RateLimiter can",
                        "  legacy: 20/1m, scope client, enforce",
                        "    filter \"legacy\" in web.xml at /legacy/*, servlet old",
                        "  built in, and used by no match, annotation or filter: user, login");
    }

    @Test
    void text_policyThatAnotherJarApplies_saysWhere() {
        set("policies", "calls");
        set("policy.calls.limit", "20/1s");
        modules.add(new AppliedPolicy("calls", List.of("model llama", "model echo", "model llama")));
        assertThat(summary("").text())
                .contains("  calls: 20/1s, scope client, enforce\n    model llama\n    model echo")
                .doesNotContain("nowhere", "echo\n    model llama");
    }

    private record AppliedPolicy(String policy, List<String> places) implements WeirModule {

        @Override
        public String name() {
            return "other";
        }

        @Override
        public Set<String> properties(Set<String> policies, NamedProperties named) {
            return Set.of();
        }

        @Override
        public void configure(ModuleConfiguration configuration) {
            places.forEach(place -> configuration.applies(policy, place));
        }

        @Override
        public AutoCloseable start(ModuleHost host) {
            throw new IllegalStateException("not in this test");
        }
    }

    @Test
    void text_concurrency_isNamedBesideTheLimitsAndAlone() {
        set("policies", "both,alone");
        set("tiers", "free,paid");
        set("policy.both.limit", "60/1m");
        set("policy.both.concurrency", "5");
        set("policy.both.match", "/both");
        set("policy.alone.concurrency", "1");
        set("policy.alone.match", "/alone");
        set("policy.alone.tier.paid.concurrency", "9");
        assertThat(summary("").text())
                .contains(
                        "  both: 60/1m, at most 5 at once, scope client, enforce",
                        "  alone: at most 1 at once, scope client, enforce",
                        "    tier free: at most 1 at once",
                        "    tier paid: at most 9 at once");
    }

    @Test
    void text_calendarWindow_saysItsZone() {
        set("zone", "Europe/Berlin");
        set("policy.login.limit", "3/1m,10/calendar-day");
        assertThat(summary("").text())
                .contains("  login: 3/1m, 10/calendar-day in Europe/Berlin, scope login, enforce");
    }

    @Test
    void text_tiers_sayTheLimitsOfEach() {
        set("policies", "api");
        set("tenant.from", "host");
        set("tiers", "free,premium,staff");
        set("policy.api.limit", "60/1m");
        set("policy.api.scope", "tenant");
        set("policy.api.match", "/api/**");
        set("policy.api.tier.premium.limit", "300/1m,9000/1h");
        set("policy.api.tier.staff.limit", "unlimited");
        set("policy.api.tier.free.members", "10");
        set("policy.api.tier.staff.members", "unlimited");
        assertThat(summary("").text().lines())
                .contains(
                        "  api: 60/1m, scope tenant, enforce",
                        "    tier free: 60/1m, at most 10 members in a UTC day",
                        "    tier premium: 300/1m, 9000/1h",
                        "    tier staff: unlimited",
                        "    match /api/**");
    }

    @Test
    void text_builtInThatIsConfiguredAndNotUsed_isALine() {
        set("policy.login.limit", "3/1m");
        assertThat(summary("").text()).contains("  login: 3/1m, scope login, enforce; applies nowhere");
    }

    @Test
    void text_manyPlaces_areAtMost40LinesAndACount() {
        for (int i = 0; i < 20; i++) {
            declare("anonymous", "@RateLimited on a.Type.method%02d()".formatted(i));
        }
        assertThat(summary("").text())
                .contains("    @RateLimited on a.Type.method04()\n    and 15 more places")
                .doesNotContain("method05");
        for (int i = 0; i < 50; i++) {
            set("policy.p" + i + ".limit", "1/1m");
            declare("p" + i, "@RateLimited on a.Type.other%02d()".formatted(i));
        }
        List<String> lines = summary("").text().lines().toList();
        assertThat(lines).hasSize(40);
        // 2 of the application, 7 of anonymous, 1 of what is unused, 2 of each other policy: 39 of 110 are shown
        assertThat(lines.get(39)).isEqualTo("  and 71 more lines");
    }

    @Test
    void text_turnedOff_saysNoPolicies() {
        set("enabled", "false");
        declare("anonymous", "@RateLimited on a.Greeting.hello()");
        assertThat(summary("").text().lines()).hasSize(2);
    }

    @Test
    void concerns_patternsThatBeginWithTheContextRoot() {
        set("policies", "api");
        set("policy.api.limit", "60/1m");
        set("policy.api.match", "POST /shop/api/**, /shopping/**, /shop");
        set("exempt.paths", "/shop/health, /health");
        assertThat(summary("/shop").concerns())
                .containsExactly(
                        "ratelimit.policy.api.match: patterns are compared with the path below the context root /shop,"
                                + " was \"POST /shop/api/**\"",
                        "ratelimit.policy.api.match: patterns are compared with the path below the context root /shop,"
                                + " was \"/shop\"",
                        "ratelimit.exempt.paths: patterns are compared with the path below the context root /shop, was"
                                + " \"/shop/health\"");
        assertThat(summary("").concerns()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"global,global", "header:X-Partner,header:X-Partner"})
    void concerns_adaptivePoliciesWhoseKeysAreShared(String scope, String shown) {
        set("policies", "api,own");
        set("policy.api.limit", "60/1m");
        set("policy.api.scope", scope);
        set("policy.api.adaptive", "true");
        set("policy.own.limit", "60/1m");
        set("policy.own.adaptive", "true");
        assertThat(summary("").concerns())
                .containsExactly(
                        "ratelimit.policy.api.adaptive: callers share a key, and one who is refused often costs"
                                + " all of them limits, was \"true\" with scope " + shown);
    }

    @Test
    void concerns_ofTheSettings_areAmongThem() {
        set("client.header", "forwarded");
        assertThat(summary("").concerns()).hasSize(1);
    }

    @Test
    void undelivered_propertiesInAFileThatNobodyReads_areNamed(@TempDir Path directory) throws IOException {
        Path file = Files.createDirectories(directory.resolve("META-INF")).resolve("microprofile-config.properties");
        Files.writeString(
                file, "ratelimit.policies=api\nratelimit.policy.api.limit=1/1m\nother=x\nratelimit.headers=\n");
        try (URLClassLoader application =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, null)) {
            assertThat(PackagedProperties.undelivered(application, source()))
                    .hasValueSatisfying(line -> assertThat(line)
                            .startsWith("META-INF/microprofile-config.properties: ")
                            .endsWith(": ratelimit.policies, ratelimit.policy.api.limit"));
            set("policies", "overridden");
            set("policy.api.limit", "2/1m");
            assertThat(PackagedProperties.undelivered(application, source())).isEmpty();
        }
    }

    private void set(String name, String value) {
        values.put("ratelimit." + name, value);
    }

    private void declare(String policy, String site) {
        declarations.add(new Declaration(policy, site, false, Map.of(), Optional.empty()));
    }

    private StartUpSummary summary(String contextPath) {
        Settings settings = SettingsReader.read(source(), declarations, rule -> true, modules);
        Deployment deployment = new Deployment(contextPath, Optional.empty(), mappings, List::of);
        return new StartUpSummary(deployment, "ns", "counters are here", settings, declarations);
    }

    private PropertySource source() {
        return new PropertySource() {
            @Override
            public Optional<String> get(String name) {
                return Optional.ofNullable(values.get(name));
            }

            @Override
            public Set<String> names() {
                return values.keySet();
            }
        };
    }
}
