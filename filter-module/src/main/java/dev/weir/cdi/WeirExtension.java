package dev.weir.cdi;

import dev.weir.RateLimited;
import dev.weir.RateLimiter;
import dev.weir.config.AnnotatedPlaces;
import dev.weir.config.Declaration;
import dev.weir.config.PropertySource;
import dev.weir.runtime.ServerCacheManager;
import dev.weir.runtime.WeirRuntime;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings Weir into a CDI container, without {@code beans.xml} or any registration in the application. */
public class WeirExtension implements Extension {

    private final Set<Declaration> declarations = new LinkedHashSet<>();

    void addInterceptor(@Observes BeforeBeanDiscovery discovery) {
        discovery.addInterceptorBinding(LimitedCall.class);
        discovery.addAnnotatedType(RateLimitedInterceptor.class, RateLimitedInterceptor.class.getName());
    }

    <T> void findPlaces(
            @Observes @WithAnnotations({RateLimited.class, RateLimited.List.class}) ProcessAnnotatedType<T> event) {
        AnnotatedType<T> annotated = event.getAnnotatedType();
        Class<T> type = annotated.getJavaClass();
        for (AnnotatedMethod<? super T> each : annotated.getMethods()) {
            Method method = each.getJavaMember();
            List<AnnotatedPlaces.Use> uses = AnnotatedPlaces.of(type, method);
            uses.forEach(use -> declarations.addAll(use.declarations()));
            if (!uses.isEmpty() && !ResourceMethods.contain(type, method)) {
                event.configureAnnotatedType()
                        .filterMethods(candidate -> candidate.getJavaMember().equals(method))
                        .forEach(configurator -> configurator.add(LimitedCall.Literal.INSTANCE));
            }
        }
    }

    void addLimiter(@Observes AfterBeanDiscovery discovery) {
        discovery
                .<RateLimiter>addBean()
                .types(RateLimiter.class, Object.class)
                .scope(ApplicationScoped.class)
                .createWith(context -> WeirRuntime.currentOrStarted().limiter());
    }

    /** What is wrong in the configuration ends the deployment here, with one message. */
    void start(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        try {
            WeirRuntime.start(
                    PropertySource.detect(),
                    List.copyOf(declarations),
                    new BeanResolvers(beans),
                    () -> cacheManager(beans));
        } catch (IllegalArgumentException | IllegalStateException e) {
            validation.addDeploymentProblem(e);
        }
    }

    /** The server's, else one that the application produces. */
    private static @Nullable Object cacheManager(BeanManager beans) {
        Object ofServer = ServerCacheManager.lookUp();
        if (ofServer != null) {
            return ofServer;
        }
        Instance<?> produced = beans.createInstance().select(javax.cache.CacheManager.class);
        return produced.isResolvable() ? produced.get() : null;
    }

    void stop(@Observes BeforeShutdown shutdown) {
        WeirRuntime.closeCurrent();
    }
}
