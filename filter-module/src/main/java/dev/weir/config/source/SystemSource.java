package dev.weir.config.source;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/** Properties from system properties, then from environment variables by the naming rule of MicroProfile Config. */
public final class SystemSource implements PropertySource {

    private final Properties properties;
    private final Map<String, String> environment;

    public SystemSource(Properties properties, Map<String, String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /** The name of a property's environment variable: {@code RATELIMIT_STORE_TIMEOUT}. */
    public static String variable(String property) {
        return underscored(property).toUpperCase(Locale.ROOT);
    }

    private static String underscored(String property) {
        return property.replaceAll("[^A-Za-z0-9]", "_");
    }

    @Override
    public Optional<String> get(String name) {
        String variable = variable(name);
        return Stream.of(
                        Optional.ofNullable(properties.getProperty(name)),
                        Optional.ofNullable(environment.get(name)),
                        Optional.ofNullable(environment.get(underscored(name))),
                        Optional.ofNullable(environment.get(variable)))
                .flatMap(Optional::stream)
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    @Override
    public Set<String> names() {
        Set<String> names = new HashSet<>(properties.stringPropertyNames());
        names.addAll(environment.keySet());
        return names;
    }
}
