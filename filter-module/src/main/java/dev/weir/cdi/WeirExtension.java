package dev.weir.cdi;

import dev.weir.KeyResolver;
import dev.weir.RateLimited;
import dev.weir.RateLimiter;
import dev.weir.config.AnnotatedPlaces;
import dev.weir.config.Declaration;
import dev.weir.runtime.Surroundings;
import dev.weir.runtime.WeirRuntime;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Brings Weir into a CDI container, without {@code beans.xml} or any registration in the application. */
public class WeirExtension implements Extension {

    private final Set<Declaration> declarations = new LinkedHashSet<>();
    private final Set<Bean<?>> resolvers = new LinkedHashSet<>();

    void addInterceptor(@Observes BeforeBeanDiscovery discovery) {
        discovery.addInterceptorBinding(LimitedCall.class);
        discovery.addAnnotatedType(RateLimitedInterceptor.class, RateLimitedInterceptor.class.getName());
    }

    <T> void findPlaces(
            @Observes @WithAnnotations({RateLimited.class, RateLimited.List.class}) ProcessAnnotatedType<T> event) {
        AnnotatedType<T> annotated = event.getAnnotatedType();
        Class<T> type = annotated.getJavaClass();
        declarations.addAll(AnnotatedPlaces.declarations(type));
        boolean resource = ResourceMethods.isResource(type);
        event.configureAnnotatedType()
                .filterMethods(each -> intercepts(type, each, resource))
                .forEach(each -> each.add(LimitedCall.Literal.INSTANCE));
    }

    /** On a resource class, what the class says is meant for requests; calls of its other methods say so themselves. */
    private static boolean intercepts(Class<?> type, AnnotatedMethod<?> annotated, boolean resource) {
        Method method = annotated.getJavaMember();
        int modifiers = method.getModifiers();
        boolean callable = !Modifier.isPrivate(modifiers) && !Modifier.isStatic(modifiers);
        boolean itself = annotated.isAnnotationPresent(RateLimited.class)
                || annotated.isAnnotationPresent(RateLimited.List.class);
        return callable
                && !AnnotatedPlaces.of(type, method).isEmpty()
                && !ResourceMethods.isResourceMethod(type, method)
                && (itself || !resource || ResourceMethods.isLocator(method));
    }

    /** Kept as they go by: our own jar is no bean archive, and from it the application's beans need not be visible. */
    void findResolvers(@Observes ProcessBean<?> event) {
        if (event.getBean().getTypes().contains(KeyResolver.class)) {
            resolvers.add(event.getBean());
        }
    }

    void addLimiter(@Observes AfterBeanDiscovery discovery) {
        discovery
                .<RateLimiter>addBean()
                .types(RateLimiter.class, Object.class)
                .scope(ApplicationScoped.class)
                .createWith(context -> WeirRuntime.currentOrStarted().limiter());
    }

    /** The servlet container starts Weir a moment later: only it knows classes that are no beans. */
    void announce(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        WeirRuntime.announce(new Surroundings(new BeanResolvers(beans, resolvers), List.copyOf(declarations)));
    }

    void stop(@Observes BeforeShutdown shutdown) {
        WeirRuntime.closeCurrent();
    }
}
