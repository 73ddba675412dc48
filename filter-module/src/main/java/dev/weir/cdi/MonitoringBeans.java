package dev.weir.cdi;

import dev.weir.Blocked;
import dev.weir.Key;
import dev.weir.Limit;
import dev.weir.LimitOverride;
import dev.weir.LimitReached;
import dev.weir.ModeChanged;
import dev.weir.Monitored;
import dev.weir.NearLimit;
import dev.weir.OverrideChanged;
import dev.weir.SuspicionRaised;
import dev.weir.config.Property;
import dev.weir.config.source.PropertySource;
import dev.weir.health.microprofile.LimiterReadiness;
import dev.weir.metrics.microprofile.ApplicationRegistry;
import dev.weir.monitor.event.Observers;
import dev.weir.runtime.WeirApplications;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.enterprise.util.AnnotationLiteral;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Adds the beans of MicroProfile Health and MicroProfile Metrics, of each where it is present, and of DataSources that
 * are watched; finds the observers of Weir's events.
 */
final class MonitoringBeans {

    private MonitoringBeans() {}

    static void add(BeforeBeanDiscovery discovery) {
        discovery.addQualifier(Monitored.class);
        if (WeirExtension.isPresent("org.eclipse.microprofile.health.HealthCheck")) {
            OfHealth.add(discovery);
        }
        if (WeirExtension.isPresent("org.eclipse.microprofile.metrics.MetricRegistry")) {
            OfMetrics.add(discovery);
        }
    }

    /** Adds a bean for each DataSource whose statements are watched; the first is also that without a name. */
    static void add(AfterBeanDiscovery discovery) {
        Set<String> names = new LinkedHashSet<>(PropertySource.detect()
                .get(Property.MONITOR_DATASOURCE.fullName())
                .map(text -> List.of(text.strip().split("\\s*,\\s*")))
                .orElse(List.of()));
        names.remove("");
        if (!names.isEmpty()) {
            names.add("");
        }
        for (String name : names) {
            discovery
                    .<DataSource>addBean()
                    .types(DataSource.class, Object.class)
                    .scope(ApplicationScoped.class)
                    .qualifiers(new MonitoredLiteral(name), Any.Literal.INSTANCE)
                    .createWith(context -> WeirApplications.currentOrStarted()
                            .operations()
                            .observation()
                            .dataSource(name));
        }
    }

    /** Who observes the events of the application; asked once, because observers are found when it starts. */
    static Observers observers(BeanManager beans) {
        Instant now = Instant.EPOCH;
        LimitOverride override =
                new LimitOverride(LimitOverride.Kind.BLOCK, "", Optional.empty(), "", now, Optional.empty(), "", "");
        Set<Class<?>> observed = new HashSet<>();
        for (Object event : List.of(
                new LimitReached("", Key.global(), Optional.empty(), Optional.empty(), now),
                new NearLimit("", Key.global(), new Limit(1, Duration.ofSeconds(1)), 0, now),
                new Blocked("", Key.global(), Optional.empty(), now),
                new SuspicionRaised("", 1, SuspicionRaised.Reason.BLOCK),
                new ModeChanged(ModeChanged.Mode.LOCAL, now),
                new OverrideChanged(override, OverrideChanged.Change.ADDED, now))) {
            if (beans.resolveObserverMethods(event).stream().anyMatch(ObserverMethod::isAsync)) {
                observed.add(event.getClass());
            }
        }
        return new FiredEvents(beans, observed);
    }

    /** The qualifier with one name. */
    private static final class MonitoredLiteral extends AnnotationLiteral<Monitored> implements Monitored {

        private static final long serialVersionUID = 1L;

        private final String name;

        MonitoredLiteral(String name) {
            this.name = name;
        }

        @Override
        public String value() {
            return name;
        }
    }

    /** A class of its own, because loading a class may load the classes that it refers to. */
    private static final class OfHealth {

        static void add(BeforeBeanDiscovery discovery) {
            discovery.addQualifier(Monitored.class);
            // an annotated type and no synthetic bean: Payara finds checks by the annotations of their classes
            discovery.addAnnotatedType(LimiterReadiness.class, LimiterReadiness.class.getName());
        }
    }

    /** The same for the other API. */
    private static final class OfMetrics {

        static void add(BeforeBeanDiscovery discovery) {
            discovery.addQualifier(Monitored.class);
            discovery.addAnnotatedType(ApplicationRegistry.class, ApplicationRegistry.class.getName());
        }
    }
}
