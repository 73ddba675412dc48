package dev.weir.runtime;

import dev.weir.config.Settings;
import dev.weir.config.SettingsReader;
import dev.weir.config.source.PropertySource;
import dev.weir.spi.WeirModule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The values that the properties of Weir have at present. */
final class PresentValues {

    /** Stands for a value that cannot be read, for example an expression that nothing resolves. */
    private static final String UNREADABLE = "${}";

    private PresentValues() {}

    /** The values of the properties that are set, by name, of the policies and tiers of {@code settings} too. */
    static Map<String, String> of(PropertySource source, Settings settings, List<WeirModule> modules) {
        Map<String, String> values = new HashMap<>();
        for (String name : SettingsReader.names(
                settings.policies().keySet(), Set.copyOf(settings.tiers().names()), modules, new Tolerant(source))) {
            value(source, name).ifPresent(value -> values.put(name, value));
        }
        return values;
    }

    /** What cannot be listed or read is not there: to read the settings says why. */
    private record Tolerant(PropertySource source) implements PropertySource {

        @Override
        public Set<String> names() {
            try {
                return source.names();
            } catch (RuntimeException e) {
                return Set.of();
            }
        }

        @Override
        public Optional<String> get(String name) {
            try {
                return source.get(name);
            } catch (RuntimeException e) {
                return Optional.empty();
            }
        }
    }

    /** To read it as a setting says what is wrong, in the words of the deployment. */
    private static Optional<String> value(PropertySource source, String name) {
        try {
            return source.get(name);
        } catch (RuntimeException e) {
            return Optional.of(UNREADABLE);
        }
    }
}
