package dev.weir.config.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.config.InvalidConfigurationException;
import dev.weir.config.Settings;
import dev.weir.config.SettingsReader;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With SmallRye, under a class loader as every application has one. */
class MicroProfileSourceTest {

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final ClassLoader application = new URLClassLoader(new URL[0], before);

    @BeforeEach
    void enter() {
        Thread.currentThread().setContextClassLoader(application);
    }

    @AfterEach
    void leave() {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Test
    void detect_implementationOnTheClassPath_isMicroProfile() {
        configure(Map.of(), Map.of());
        assertThat(PropertySource.detect()).isInstanceOf(MicroProfileSource.class);
    }

    @Test
    void get_valueWithSpaces_isStripped() {
        configure(Map.of("ratelimit.store", " local ", "ratelimit.headers", " "), Map.of());
        assertThat(PropertySource.detect().get("ratelimit.store")).contains("local");
        assertThat(PropertySource.detect().get("ratelimit.headers")).isEmpty();
        assertThat(PropertySource.detect().get("ratelimit.enabled")).isEmpty();
    }

    @Test
    void get_list_isOneText() {
        configure(Map.of("ratelimit.policy.login.limit", "60/1m,1000/1h"), Map.of());
        assertThat(PropertySource.detect().get("ratelimit.policy.login.limit")).contains("60/1m,1000/1h");
    }

    @Test
    void read_environmentVariables_areFoundAndNotTakenForUnknownProperties() {
        configure(
                Map.of("ratelimit.store", "local"),
                Map.of("RATELIMIT_LOCAL_MAX_KEYS", "5", "RATELIMIT_POLICY_LOGIN_LIMIT", "7/1m"));
        Settings settings = SettingsReader.read(PropertySource.detect(), List.of(), rule -> true);
        assertThat(settings.store().localMaxKeys()).isEqualTo(5);
        assertThat(settings.policies().get("login").policy().limits()).hasToString("[7/1m]");
    }

    @Test
    void read_misspeltNames_areProblems() {
        configure(Map.of("ratelimit.polices", "login"), Map.of("RATELIMIT_STORE_TIMEUOT", "9ms"));
        assertThat(catchThrowableOfType(
                                InvalidConfigurationException.class,
                                () -> SettingsReader.read(PropertySource.detect(), List.of(), rule -> true))
                        .problems())
                .containsExactly(
                        "RATELIMIT_STORE_TIMEUOT: no property has this variable"
                                + " (did you mean \"RATELIMIT_STORE_TIMEOUT\"?)",
                        "ratelimit.polices: unknown property (did you mean \"ratelimit.policies\"?), was \"login\"");
    }

    private void configure(Map<String, String> properties, Map<String, String> environment) {
        Config config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100), new EnvConfigSource(environment, 300))
                .build();
        ConfigProviderResolver.instance().registerConfig(config, application);
    }
}
