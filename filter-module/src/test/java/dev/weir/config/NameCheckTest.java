package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.source.PropertySource;
import dev.weir.config.source.SystemSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No property below {@code ratelimit.} is read by nobody without a word. */
class NameCheckTest {

    @ParameterizedTest
    @CsvSource({
        "ratelimit.store.timout, ratelimit.store.timeout",
        "ratelimit.store-timeout, ratelimit.store.timeout",
        "ratelimit.timeout, ratelimit.store.timeout",
        "ratelimit.trusted-proxies, ratelimit.client.trusted-proxies",
        "ratelimit.exempt.path, ratelimit.exempt.paths",
        "ratelimit.policy.login.limits, ratelimit.policy.login.limit",
        "ratelimit.policy.login.Limit, ratelimit.policy.login.limit",
        "ratelimit.policy.login.macth, ratelimit.policy.login.match",
        "ratelimit.policy.logn.limit, ratelimit.policy.login.limit",
        "ratelimit.policies.login.limit, ratelimit.policy.login.limit",
        "ratelimit.login.limit, ratelimit.policy.login.limit",
        "RateLimit.Policy.Login.Limit, ratelimit.policy.login.limit",
        "ratelimit.Store, ratelimit.store",
    })
    void check_misspelt_saysWhatWasMeant(String name, String meant) {
        assertThat(problems(name, "1/1m"))
                .singleElement()
                .asString()
                .startsWith(name + ": ")
                .endsWith("(did you mean \"" + meant + "\"?), was \"1/1m\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ratelimit.colour", "ratelimit.policy.login.colouring", "ratelimit.policy.export.limit"})
    void check_likeNothingThatIsKnown_suggestsNothing(String name) {
        assertThat(problems(name, "1/1m")).singleElement().asString().doesNotContain("did you mean");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RATELIMIT",
                "RATELIMIT_REDIS",
                "RATELIMIT_STORE",
                "RATELIMIT_POLICY_LOGIN_LIMIT",
                "RATELIMIT_EMBEDDED",
                "RATELIMIT_A_PORT_B",
                "RATELIMIT_SERVICE_HOST_X",
            })
    void check_variablesOfAService_areIgnored_whateverItIsCalled(String service) {
        Map<String, String> variables = serviceLinks(service);
        assertThat(problems(variables)).isEmpty();
    }

    /** What Kubernetes sets for a Service with two ports. */
    private static Map<String, String> serviceLinks(String service) {
        Map<String, String> variables = new TreeMap<>();
        variables.put(service + "_SERVICE_HOST", "10.0.0.1");
        variables.put(service + "_SERVICE_PORT", "6379");
        variables.put(service + "_SERVICE_PORT_HTTP", "6379");
        variables.put(service + "_SERVICE_PORT_WEB_UI", "80");
        variables.put(service + "_PORT", "tcp://10.0.0.1:6379");
        for (String port : List.of("6379_TCP", "80_UDP", "90_SCTP")) {
            variables.put(service + "_PORT_" + port, "tcp://10.0.0.1:6379");
            variables.put(service + "_PORT_" + port + "_PROTO", "tcp");
            variables.put(service + "_PORT_" + port + "_PORT", "6379");
            variables.put(service + "_PORT_" + port + "_ADDR", "10.0.0.1");
        }
        return variables;
    }

    @Test
    void check_variablesOfSomethingElse_areProblems() {
        Map<String, String> variables = serviceLinks("RATELIMIT_REDIS");
        variables.put("RATELIMIT_REDIS_HOST", "x");
        variables.put("RATELIMIT_STORE_SERVICE_PORT", "x");
        variables.put("RATELIMIT_STOR_PORT", "tcp://10.0.0.1:6379");
        assertThat(problems(variables))
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactlyInAnyOrder(
                        "RATELIMIT_REDIS_HOST", "RATELIMIT_STORE_SERVICE_PORT", "RATELIMIT_STOR_PORT");
    }

    @Test
    void read_serviceWhoseVariableIsThatOfAProperty_isIgnored() {
        Settings settings = SettingsReader.read(
                new SystemSource(new Properties(), serviceLinks("RATELIMIT_EMBEDDED")), List.of(), rule -> true);
        assertThat(settings.store().embedded().port()).isEmpty();
        assertThat(SettingsReader.read(
                                new SystemSource(new Properties(), Map.of("RATELIMIT_EMBEDDED_PORT", "5801")),
                                List.of(),
                                rule -> true)
                        .store()
                        .embedded()
                        .port())
                .contains(5801);
    }

    @Test
    void check_nameOfAVariableAmongSystemProperties_isAProblem() {
        Properties properties = new Properties();
        properties.setProperty("RATELIMIT_ENABLED", "false");
        assertThat(problems(new SystemSource(properties, Map.of())))
                .containsExactly("RATELIMIT_ENABLED: is read from the environment alone"
                        + " (did you mean \"ratelimit.enabled\"?), was \"false\"");
    }

    @Test
    void check_namesOfAProfile_areThoseOfProperties() {
        assertThat(problems("%dev.ratelimit.store", "local")).isEmpty();
        assertThat(problems("%dev.ratelimit.policy.only-in-dev.limit", "1/1m")).isEmpty();
        assertThat(problems("%dev.ratelimit.policy.only-in-dev.block.after", "3"))
                .isEmpty();
        assertThat(problems("%dev.ratelimit.policy.only-in-dev.after", "3")).hasSize(1);
        assertThat(problems("%dev.ratelimit.stor", "local"))
                .containsExactly("%dev.ratelimit.stor: unknown property (did you mean \"ratelimit.store\"?)");
        assertThat(problems("%dev.ratelimit.policy.only-in-dev.limt", "1/1m")).hasSize(1);
    }

    @Test
    void check_blank_isNoted() {
        assertThat(new MapSource(Map.of("ratelimit.keys.secret", "", "RATELIMIT_STORE", " "))
                        .read()
                        .notes())
                .containsExactlyInAnyOrder(
                        "ratelimit.keys.secret: is set, but blank, which is as if it were not",
                        "RATELIMIT_STORE: is set, but blank, which is as if it were not");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate-limit", "ratelimits", "ratelimt", "Rate_Limit"})
    void check_prefixThatLooksLikeOurs_isNoted(String prefix) {
        String name = prefix + ".policy.login.limit";
        assertThat(new MapSource(Map.of(name, "1/1m")).read().notes())
                .containsExactly(name + ": is never read (did you mean \"ratelimit.policy.login.limit\"?)");
        assertThat(new MapSource(Map.of(prefix + ".of.another.library", "1", "rateless.store", "1"))
                        .read()
                        .notes())
                .isEmpty();
    }

    @Test
    void read_expressionThatNothingResolves_isOneProblem() {
        assertThat(problems("ratelimit.policy.login.limit", "${LIMIT}"))
                .containsExactly("ratelimit.policy.login.limit: an expression that nothing resolves, was \"${LIMIT}\"");
        assertThat(problems("ratelimit.keys.secret", "${SECRET}"))
                .containsExactly("ratelimit.keys.secret: an expression that nothing resolves");
    }

    @Test
    void read_sourceThatThrows_isAProblemOfEachProperty() {
        assertThat(problems(new PropertySource() {
                    @Override
                    public Optional<String> get(String name) {
                        if (name.equals("ratelimit.store")) {
                            throw new IllegalStateException("vault is\nsealed");
                        }
                        return Optional.empty();
                    }

                    @Override
                    public Set<String> names() {
                        throw new UnsupportedOperationException("no list");
                    }
                }))
                .containsExactly(
                        "ratelimit.*: the names of the properties cannot be listed: no list",
                        "ratelimit.store: cannot be read: vault is sealed");
    }

    private static List<String> problems(String name, String value) {
        return problems(Map.of(name, value));
    }

    private static List<String> problems(Map<String, String> values) {
        return new MapSource(values).problems();
    }

    private static List<String> problems(PropertySource source) {
        try {
            Settings unused = SettingsReader.read(source, List.of(), rule -> true);
            return List.of();
        } catch (InvalidConfigurationException e) {
            return e.problems();
        }
    }
}
