package dev.weir.config;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** MicroProfile Config. */
final class MicroProfileSource implements PropertySource {

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
        return config.getOptionalValue(name, String.class).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** A source of MicroProfile Config need not list its names, so the system's are asked for themselves. */
    @Override
    public Set<String> names() {
        Set<String> names = new HashSet<>(system.names());
        config.getPropertyNames().forEach(names::add);
        return names;
    }
}
