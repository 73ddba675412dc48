package dev.weir.outbound.cdi;

import dev.weir.outbound.RemoteLimited;
import dev.weir.outbound.Throttle;
import dev.weir.outbound.ThrottlePaused;
import dev.weir.outbound.Throttled;
import dev.weir.outbound.runtime.Announcement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Adds what applications inject and annotate, and stops the deployment where an annotation cannot hold. For use by the
 * container.
 */
public class OutboundExtension implements Extension {

    private static final String FAULT_TOLERANCE = "mp.fault.tolerance.interceptor.priority";
    /** How many priorities above its first Fault Tolerance uses. */
    private static final int RANGE = 40;

    private final ClassLoader application = loader();
    private final Set<AnnotatedType<?>> annotated = new LinkedHashSet<>();
    private final Set<Class<?>> beans = new HashSet<>();
    /** The container keeps this object, and so this, as long as the application is there. */
    @SuppressWarnings("unused")
    private Announcement announcement = Announcement.NONE;

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? OutboundExtension.class.getClassLoader() : context;
    }

    void addInterceptor(@Observes BeforeBeanDiscovery discovery) {
        discovery.addInterceptorBinding(Throttled.class);
        discovery.addAnnotatedType(ThrottledInterceptor.class, ThrottledInterceptor.class.getName());
    }

    <T> void find(@Observes @WithAnnotations(Throttled.class) ProcessAnnotatedType<T> event) {
        if (event.getAnnotatedType().getJavaClass() != ThrottledInterceptor.class) {
            annotated.add(event.getAnnotatedType());
        }
    }

    /** Rest Clients, for example: {@code @WithAnnotations} finds no interfaces. */
    <T> void findInterface(@Observes ProcessAnnotatedType<T> event) {
        AnnotatedType<T> type = event.getAnnotatedType();
        if (type.getJavaClass().isInterface() && ThrottledTypes.isAnnotated(type)) {
            annotated.add(type);
        }
    }

    void addBeans(@Observes AfterBeanDiscovery discovery, BeanManager manager) {
        discovery
                .<Throttle>addBean()
                .types(Throttle.class, Object.class)
                .scope(ApplicationScoped.class)
                .createWith(context -> new CurrentThrottle());
        Map<String, Set<String>> policies = new HashMap<>();
        annotated.forEach(each -> ThrottledTypes.policies(each)
                .forEach((policy, places) -> policies.computeIfAbsent(policy, name -> new HashSet<>())
                        .addAll(places)));
        Set<Class<?>> types = new HashSet<>();
        annotated.forEach(each -> types.add(each.getJavaClass()));
        announcement = new Announcement(policies, types, event -> fire(manager, event));
        Announcement.announce(application, announcement);
    }

    private static void fire(BeanManager manager, Object event) {
        if (event instanceof RemoteLimited limited) {
            var unused = manager.getEvent().select(RemoteLimited.class).fireAsync(limited);
        } else if (event instanceof ThrottlePaused paused) {
            var unused = manager.getEvent().select(ThrottlePaused.class).fireAsync(paused);
        } else {
            var unused = manager.getEvent().fireAsync(event);
        }
    }

    <T> void bean(@Observes ProcessManagedBean<T> event) {
        beans.add(event.getBean().getBeanClass());
    }

    void check(@Observes AfterDeploymentValidation validation) {
        for (AnnotatedType<?> each : annotated) {
            ThrottledTypes.problems(each, beans).stream()
                    .map(DeploymentException::new)
                    .forEach(validation::addDeploymentProblem);
        }
        if (!annotated.isEmpty()) {
            checkFaultTolerance(validation);
        }
    }

    private static void checkFaultTolerance(AfterDeploymentValidation validation) {
        try {
            ConfigProvider.getConfig()
                    .getOptionalValue(FAULT_TOLERANCE, Integer.class)
                    .filter(priority -> priority + RANGE > ThrottledInterceptor.PRIORITY)
                    .ifPresent(priority -> validation.addDeploymentProblem(new DeploymentException(FAULT_TOLERANCE
                            + ": must be at most " + (ThrottledInterceptor.PRIORITY - RANGE)
                            + ", so that each retry takes a permit of @Throttled, was \"" + priority + '"')));
        } catch (IllegalStateException | LinkageError e) {
            // there is no MicroProfile Config, so that nothing can have changed the priority
            System.getLogger(OutboundExtension.class.getName())
                    .log(System.Logger.Level.DEBUG, "no MicroProfile Config", e);
        }
    }

    void stop(@Observes BeforeShutdown shutdown) {
        Announcement.forget(application);
    }
}
