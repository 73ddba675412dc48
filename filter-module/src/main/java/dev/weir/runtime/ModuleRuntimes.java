package dev.weir.runtime;

import dev.weir.config.source.PropertySource;
import dev.weir.spi.ModuleRuntime;
import dev.weir.spi.WeirModule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Starts modules, and finds those that run. Found by {@link java.util.ServiceLoader}. Safe for use by many threads. */
public final class ModuleRuntimes implements ModuleRuntime {

    @Override
    public <M extends WeirModule> M running(Class<M> type) {
        return WeirApplications.currentOrStarted()
                .module(type)
                .orElseThrow(() -> new IllegalStateException("the application has no module " + type.getName()));
    }

    @Override
    public AutoCloseable start(WeirModule module, Map<String, String> properties) {
        Policies policies = new Policies(
                new Over(Map.copyOf(properties), PropertySource.detect()),
                List.of(),
                Bootstrap.plain(),
                List.of(module));
        return new WeirRuntime(policies, Deployment.UNKNOWN);
    }

    /**
     * Properties before those of another source.
     *
     * @param values what is said by the caller
     * @param other asked for the rest
     */
    private record Over(Map<String, String> values, PropertySource other) implements PropertySource {

        @Override
        public Optional<String> get(String name) {
            return Optional.ofNullable(values.get(name))
                    .filter(text -> !text.isBlank())
                    .or(() -> other.get(name));
        }

        @Override
        public Set<String> names() {
            Set<String> names = new HashSet<>(other.names());
            names.addAll(values.keySet());
            return names;
        }
    }
}
