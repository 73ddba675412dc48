package dev.weir.runtime;

import dev.weir.config.Declaration;
import dev.weir.http.KeyResolvers;
import dev.weir.monitor.event.Observers;
import java.lang.reflect.AnnotatedElement;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The contribution of one CDI container to its applications, in addition to their configuration. Immutable.
 *
 * @param resolvers finds their key resolvers
 * @param declarations the declarations of beans, by the class loaders of the beans: the WARs of an EAR have one
 *     container
 * @param annotated types known to CDI that are annotated, or inherit from an annotated type
 * @param intercepted the types and methods whose annotations take effect, because CDI or JAX-RS calls them
 * @param injectsLimiter whether a bean has {@link dev.weir.RateLimiter} injected
 * @param observers observe the events of the application
 */
public record Bootstrap(
        KeyResolvers resolvers,
        Map<ClassLoader, Set<Declaration>> declarations,
        Set<Class<?>> annotated,
        Set<AnnotatedElement> intercepted,
        boolean injectsLimiter,
        Observers observers) {

    public Bootstrap {
        Map<ClassLoader, Set<Declaration>> copy = new LinkedHashMap<>();
        declarations.forEach((loader, declared) -> copy.put(loader, new LinkedHashSet<>(declared)));
        declarations = copy;
        annotated = Set.copyOf(annotated);
        intercepted = Set.copyOf(intercepted);
    }

    /** The bootstrap of an application without CDI. */
    static Bootstrap plain() {
        return new Bootstrap(new PlainResolvers(), Map.of(), Set.of(), Set.of(), false, Observers.NONE);
    }

    /** The declarations of all beans. */
    public Set<Declaration> allDeclarations() {
        Set<Declaration> all = new LinkedHashSet<>();
        declarations.values().forEach(all::addAll);
        return all;
    }

    /** Returns this bootstrap without the content of other WARs of the same EAR. */
    Bootstrap of(ClassLoader application) {
        Map<ClassLoader, Set<Declaration>> own = new LinkedHashMap<>(declarations);
        own.keySet().removeIf(each -> isOfAnother(each, application));
        Set<Class<?>> types = new LinkedHashSet<>(annotated);
        types.removeIf(each -> isOfAnother(each.getClassLoader(), application));
        return new Bootstrap(resolvers, own, types, intercepted, injectsLimiter, observers);
    }

    /**
     * Whether {@code loader} belongs to another application. A class loader that is not a descendant of Weir's
     * indicates nothing: on some servers, those of libraries are no parents.
     */
    private static boolean isOfAnother(@Nullable ClassLoader loader, ClassLoader application) {
        return Applications.isWithin(loader, Bootstrap.class.getClassLoader())
                && !Applications.isWithin(application, loader);
    }
}
