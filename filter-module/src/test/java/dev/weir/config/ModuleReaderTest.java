package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.config.source.PropertySource;
import dev.weir.spi.ModuleConfiguration;
import dev.weir.spi.ModuleHost;
import dev.weir.spi.NamedProperties;
import dev.weir.spi.WeirModule;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The properties of other jars of Weir. */
class ModuleReaderTest {

    /** Has a colour for each thing that a property names. */
    private static final class ColourModule implements WeirModule {

        private final Map<String, String> read = new LinkedHashMap<>();

        @Override
        public String name() {
            return "colour";
        }

        @Override
        public Set<String> broughtPolicies() {
            return Set.of("paint");
        }

        @Override
        public Set<String> properties(Set<String> policies, NamedProperties named) {
            Set<String> all = new HashSet<>(Set.of("default", "things"));
            named.value("things").ifPresent(things -> all.add("of." + things + ".name"));
            named.names().stream()
                    .filter(name -> name.startsWith("of."))
                    .map(name -> name.substring(0, name.indexOf('.', 3) + 1))
                    .forEach(thing -> all.add(thing + "name"));
            return all;
        }

        @Override
        public void configure(ModuleConfiguration configuration) {
            read.putAll(configuration.values());
        }

        @Override
        public AutoCloseable start(ModuleHost host) {
            throw new IllegalStateException("not in this test");
        }
    }

    @Test
    void values_ofNamesThatTheModuleFindsInTheSource_areRead() {
        ColourModule module = new ColourModule();
        read(module, "ratelimit.colour.of.sky.name", "blue");
        assertThat(module.read).containsExactly(Map.entry("of.sky.name", "blue"));
    }

    @Test
    void values_ofNamesThatAnotherPropertyGives_areReadWhereTheSourceListsNone() {
        ColourModule module = new ColourModule();
        Map<String, String> unlisted =
                Map.of("ratelimit.colour.things", "sea", "ratelimit.colour.of.sea.name", "green");
        SettingsReader.readSound(
                new PropertySource() {
                    @Override
                    public Optional<String> get(String name) {
                        return Optional.ofNullable(unlisted.get(name));
                    }

                    @Override
                    public Set<String> names() {
                        return Set.of();
                    }
                },
                List.of(),
                rule -> true,
                List.of(module));
        assertThat(module.read).containsEntry("of.sea.name", "green");
    }

    @Test
    void names_thatTheModuleDoesNotKnow_stopTheDeployment() {
        assertThatThrownBy(() -> read(new ColourModule(), "ratelimit.colour.of.sky.nam", "blue"))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        wrong -> assertThat(wrong.list())
                                .contains("ratelimit.colour.of.sky.nam: unknown property")
                                .contains("did you mean \"ratelimit.colour.of.sky.name\"?"));
    }

    @Test
    void propertiesOfABroughtPolicy_thatIsNotListed_areNoMistake() {
        ColourModule module = new ColourModule();
        readAll(module, "ratelimit.policy.paint.limit", "5/1m");
        assertThat(module.read).isEmpty();
    }

    @Test
    void misspeltPropertiesOfABroughtPolicy_stopTheDeployment() {
        assertThatThrownBy(() -> readAll(new ColourModule(), "ratelimit.policy.paint.limt", "5/1m"))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        wrong -> assertThat(wrong.list())
                                .contains("ratelimit.policy.paint.limt: unknown property of a policy")
                                .contains("did you mean \"ratelimit.policy.paint.limit\"?"));
    }

    @Test
    void propertiesOfAnotherPolicy_thatIsNotListed_stopTheDeployment() {
        assertThatThrownBy(() -> readAll(new ColourModule(), "ratelimit.policy.pant.limit", "5/1m"))
                .isInstanceOfSatisfying(
                        InvalidConfigurationException.class,
                        wrong -> assertThat(wrong.list()).contains("configured, but not listed"));
    }

    private static void read(WeirModule module, String name, String value) {
        SettingsReader.readSound(new MapSource(Map.of(name, value)), List.of(), rule -> true, List.of(module));
    }

    private static void readAll(WeirModule module, String name, String value) {
        SettingsReader.read(new MapSource(Map.of(name, value)), List.of(), rule -> true, List.of(module));
    }
}
