package dev.weir.config.source;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Properties from MicroProfile Config. */
final class MicroProfileSource implements PropertySource {

    /** An expression without a default. */
    private static final Pattern UNRESOLVED = Pattern.compile("\\$\\{[^:}]*}");

    private final Config config;
    private final SystemSource system = new SystemSource(System.getProperties(), System.getenv());

    private MicroProfileSource(Config config) {
        this.config = config;
    }

    static PropertySource ofApplication() {
        return new MicroProfileSource(ConfigProvider.getConfig());
    }

    @Override
    public Optional<String> get(String name) {
        return config.getOptionalValue(name, String.class)
                .or(() -> unresolved(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** Payara returns no value for an expression that it cannot resolve; the specification demands an exception. */
    private Optional<String> unresolved(String name) {
        return Optional.ofNullable(config.getConfigValue(name).getRawValue())
                .filter(raw -> UNRESOLVED.matcher(raw).find());
    }

    /**
     * The names of all sources. A source of MicroProfile Config need not list its names, so those of the system source
     * are added.
     */
    @Override
    public Set<String> names() {
        Set<String> names = new HashSet<>(system.names());
        config.getPropertyNames().forEach(names::add);
        return names;
    }
}
