package dev.weir.cdi;

import dev.weir.CostResolver;
import dev.weir.KeyResolver;
import dev.weir.LimitControl;
import dev.weir.LoginSucceeded;
import dev.weir.RateLimited;
import dev.weir.RateLimiter;
import dev.weir.TenantResolver;
import dev.weir.TierResolver;
import dev.weir.config.Declaration;
import dev.weir.config.InvalidConfigurationException;
import dev.weir.config.Property;
import dev.weir.config.Settings;
import dev.weir.config.SettingsReader;
import dev.weir.config.source.PropertySource;
import dev.weir.runtime.Bootstrap;
import dev.weir.runtime.WeirApplications;
import dev.weir.servlet.Handshakes;
import dev.weir.servlet.WebXml;
import dev.weir.servlet.WeirInitializer;
import dev.weir.site.ContainerSites;
import dev.weir.site.RateLimitedAnnotations;
import dev.weir.site.ResourceMethods;
import dev.weir.site.Role;
import dev.weir.site.UnsupportedSites;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.enterprise.inject.spi.ProcessProducerField;
import jakarta.enterprise.inject.spi.ProcessProducerMethod;
import jakarta.enterprise.inject.spi.configurator.AnnotatedTypeConfigurator;
import jakarta.interceptor.Interceptor;
import jakarta.servlet.ServletContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Integrates Weir into a CDI container, without {@code beans.xml} or any registration in the application. */
public class WeirExtension implements Extension {

    private static final System.Logger LOG = System.getLogger(WeirExtension.class.getName());

    /** The class loader of the WAR or the EAR to which this container belongs. */
    private final ClassLoader application = contextClassLoader();

    private final Map<ClassLoader, Set<Declaration>> declarations = new LinkedHashMap<>();
    private final Set<Class<?>> annotated = new LinkedHashSet<>();
    private final Set<AnnotatedElement> intercepted = new LinkedHashSet<>();
    private final Set<Bean<?>> resolvers = new LinkedHashSet<>();
    private boolean injectsLimiter;

    private static ClassLoader contextClassLoader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? WeirExtension.class.getClassLoader() : context;
    }

    void addInterceptor(@Observes BeforeBeanDiscovery discovery) {
        discovery.addInterceptorBinding(LimitedCall.class);
        discovery.addAnnotatedType(RateLimitedInterceptor.class, RateLimitedInterceptor.class.getName());
        if (isPresent("jakarta.websocket.server.ServerEndpoint")) {
            EndpointBindings.add(discovery);
        }
        if (isPresent("jakarta.ejb.MessageDriven")) {
            MessageDrivenBindings.add(discovery);
        }
        MonitoringBeans.add(discovery);
    }

    static boolean isPresent(String type) {
        return type(type).isPresent();
    }

    private static Optional<Class<?>> type(String name) {
        try {
            return Optional.of(Class.forName(name, false, WeirExtension.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Observes all types, because {@code @WithAnnotations} finds neither interfaces nor stereotypes of stereotypes. */
    <T> void findPlaces(@Observes ProcessAnnotatedType<T> event) {
        AnnotatedType<T> type = event.getAnnotatedType();
        if (isAnnotated(type.getJavaClass())) {
            if (ContainerSites.isLimitedEndpoint(type.getJavaClass())) {
                Handshakes.expect();
            }
            InterceptedMethods methods = InterceptedMethods.of(type);
            annotated.addAll(methods.types());
            Set<Declaration> declared =
                    declarations.computeIfAbsent(type.getJavaClass().getClassLoader(), loader -> new LinkedHashSet<>());
            declared.addAll(RateLimitedAnnotations.declarations(type.getJavaClass()));
            declared.addAll(methods.defects());
            if (!ContainerSites.isBoundInItsSource(type.getJavaClass())) {
                bind(event.configureAnnotatedType(), methods.bound());
            }
        }
    }

    /**
     * Binds the interceptor by Weir's own binding only: if the annotations were bindings, the limits of a class and of
     * its stereotype would conflict.
     */
    private static void bind(AnnotatedTypeConfigurator<?> type, Set<Method> bound) {
        type.remove(WeirExtension::isLimit);
        type.methods().forEach(each -> each.remove(WeirExtension::isLimit));
        type.filterMethods(each -> bound.contains(each.getJavaMember()))
                .forEach(each -> each.add(LimitedCall.Literal.INSTANCE));
    }

    private static boolean isLimit(Annotation annotation) {
        return annotation instanceof RateLimited || annotation instanceof RateLimited.List;
    }

    private static boolean isAnnotated(Class<?> type) {
        try {
            return RateLimitedAnnotations.isAnnotated(type);
        } catch (LinkageError | TypeNotPresentException e) {
            // the container leaves out classes that it cannot load, or stops for them
            LOG.log(System.Logger.Level.DEBUG, "left out: " + type.getName(), e);
            return false;
        }
    }

    /**
     * Collects the beans that are enabled: some of the types above are vetoed, or are alternatives that are not
     * selected.
     */
    <T> void findIntercepted(@Observes ProcessManagedBean<T> event) {
        AnnotatedType<T> type = event.getAnnotatedBeanClass();
        Class<T> javaClass = type.getJavaClass();
        if (annotated.contains(javaClass) && Role.of(javaClass).isEmpty()) {
            for (AnnotatedMethod<? super T> each : type.getMethods()) {
                Method method = each.getJavaMember();
                if (each.isAnnotationPresent(LimitedCall.class)
                        || ResourceMethods.isResourceMethod(javaClass, method)) {
                    intercepted.addAll(UnsupportedSites.reached(javaClass, method));
                }
            }
        }
    }

    void findProduced(@Observes ProcessProducerMethod<?, ?> event) {
        Method producer = event.getAnnotatedProducerMethod().getJavaMember();
        ProducedObjects.warn(producer, WeirExtension::isAnnotated);
    }

    void findProduced(@Observes ProcessProducerField<?, ?> event) {
        Field producer = event.getAnnotatedProducerField().getJavaMember();
        ProducedObjects.warn(producer, WeirExtension::isAnnotated);
    }

    /**
     * Collects the resolvers as they are discovered: Weir's jar is no bean archive, and the application's beans need
     * not be visible from it.
     */
    void findResolvers(@Observes ProcessBean<?> event) {
        Set<Type> types = event.getBean().getTypes();
        if (types.contains(KeyResolver.class)
                || types.contains(CostResolver.class)
                || types.contains(TenantResolver.class)
                || types.contains(TierResolver.class)) {
            resolvers.add(event.getBean());
        }
    }

    /** Notices a limiter that is injected: the caches that its calls can need are opened at the start. */
    void findLimiter(@Observes ProcessInjectionPoint<?, RateLimiter> event) {
        injectsLimiter = true;
    }

    void findLookedUpLimiter(@Observes ProcessInjectionPoint<?, Instance<RateLimiter>> event) {
        injectsLimiter = true;
    }

    void addLimiter(@Observes AfterBeanDiscovery discovery, BeanManager beans) {
        MonitoringBeans.add(discovery);
        if (isPresent("jakarta.security.enterprise.identitystore.IdentityStoreHandler")
                && PropertySource.detect()
                        .get(Property.LOGIN_CONTAINER.fullName())
                        .filter("true"::equals)
                        .isPresent()) {
            LimitedIdentityStores.add(discovery, beans);
        }
        discovery
                .<LimitControl>addBean()
                .types(LimitControl.class, Object.class)
                .scope(ApplicationScoped.class)
                .createWith(context -> new CurrentControl(beans));
        discovery
                .<RateLimiter>addBean()
                .types(RateLimiter.class, Object.class)
                .scope(ApplicationScoped.class)
                .createWith(context -> new CurrentLimiter());
    }

    /**
     * Announces what was found. The servlet container starts Weir afterwards: only it has the classes that are no
     * beans.
     */
    void announce(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        BeanResolvers found = new BeanResolvers(beans, resolvers);
        WeirApplications.announce(
                application,
                new Bootstrap(
                        found, declarations, annotated, intercepted, injectsLimiter, MonitoringBeans.observers(beans)));
        found.ambiguity().ifPresent(validation::addDeploymentProblem);
        if (!isReplaced()) {
            WebXml.besideThisJar().filter(WebXml::leavesOut).ifPresent(webXml -> stopWithoutFilter(webXml, validation));
        }
    }

    /**
     * Whether another initializer installs the filter where {@code <absolute-ordering>} excludes the jar's initializer.
     */
    private static boolean isReplaced() {
        ClassLoader ours = WeirExtension.class.getClassLoader();
        // a Jersey inside the application is excluded as well
        boolean jersey = type("org.glassfish.jersey.servlet.init.JerseyServletContainerInitializer")
                .filter(each -> each.getClassLoader() != ours)
                .isPresent();
        return jersey || isPresent("org.jboss.weld.environment.servlet.Listener");
    }

    /**
     * Installs the filter. A Weld inside the application passes the servlet context while filters can still be added;
     * the Weld of Payara passes another object.
     */
    void install(
            @Observes @Initialized(ApplicationScoped.class) @Priority(Interceptor.Priority.PLATFORM_BEFORE)
                    ServletContext context) {
        WeirInitializer.startIfLeftOut(context);
    }

    /** Stops the deployment: no other part of Weir runs that could report that the limits do not apply. */
    private void stopWithoutFilter(WebXml webXml, AfterDeploymentValidation validation) {
        try {
            List<Declaration> declared =
                    declarations.values().stream().flatMap(Set::stream).toList();
            Settings settings = SettingsReader.read(
                    PropertySource.detect(), declared, rule -> true, WeirApplications.modulesOf(application));
            webXml.problem(settings.filterProperties())
                    .map(DeploymentException::new)
                    .ifPresent(validation::addDeploymentProblem);
        } catch (InvalidConfigurationException e) {
            validation.addDeploymentProblem(e);
        }
    }

    void loginSucceeded(@Observes LoginSucceeded event, BeanManager beans) {
        LoginEvents.succeeded(event, beans);
    }

    /**
     * Closes Weir. Payara can have closed the class loader by now: all classes needed here have to be loaded before.
     */
    void stop(@Observes BeforeShutdown shutdown) {
        WeirApplications.close(application);
    }
}
