package dev.weir.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemSourceTest {

    private static final String NAME = "ratelimit.store.timeout";
    private static final String VARIABLE = "RATELIMIT_STORE_TIMEOUT";

    private final Properties properties = new Properties();

    @ParameterizedTest
    @CsvSource({
        "ratelimit.enabled, RATELIMIT_ENABLED",
        "ratelimit.local.max-keys, RATELIMIT_LOCAL_MAX_KEYS",
        "ratelimit.policy.report-list.key-resolver, RATELIMIT_POLICY_REPORT_LIST_KEY_RESOLVER",
    })
    void variable_anyName_hasUnderscoresAndCapitals(String name, String variable) {
        assertThat(SystemSource.variable(name)).isEqualTo(variable);
    }

    @Test
    void get_setEverywhere_isTheSystemProperty() {
        properties.setProperty(NAME, " 1ms ");
        assertThat(source(Map.of(NAME, "2ms", VARIABLE, "3ms")).get(NAME)).contains("1ms");
    }

    @Test
    void get_setInTheEnvironment_isTheExactNameFirst() {
        assertThat(source(Map.of(NAME, "2ms", VARIABLE, "3ms")).get(NAME)).contains("2ms");
        assertThat(source(Map.of(VARIABLE, "3ms")).get(NAME)).contains("3ms");
    }

    @Test
    void get_blank_isAbsent() {
        properties.setProperty(NAME, " ");
        assertThat(source(Map.of()).get(NAME)).isEmpty();
        assertThat(source(Map.of(VARIABLE, "3ms")).get(NAME)).contains("3ms");
    }

    @Test
    void get_setNowhere_isAbsent() {
        assertThat(source(Map.of("RATELIMIT_STORE", "local")).get(NAME)).isEmpty();
    }

    @Test
    void names_ofBoth_areThoseOfTheirOwnSpelling() {
        properties.setProperty("ratelimit.enabled", "true");
        assertThat(source(Map.of(VARIABLE, "3ms")).names()).containsExactlyInAnyOrder("ratelimit.enabled", VARIABLE);
    }

    private SystemSource source(Map<String, String> environment) {
        return new SystemSource(properties, environment);
    }
}
