package dev.weir.metrics.microprofile;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.metrics.MetricRegistry;

/**
 * The registry of the application, if its server makes one. A bean, because Payara looks at the point into which a
 * registry is injected, and one that is looked up by {@code CDI.current()} has none.
 */
@Dependent
public class ApplicationRegistry {

    private final Instance<MetricRegistry> registry;

    @Inject
    ApplicationRegistry(Instance<MetricRegistry> registry) {
        this.registry = registry;
    }

    Optional<MetricRegistry> get() {
        return registry.isResolvable() ? Optional.of(registry.get()) : Optional.empty();
    }
}
