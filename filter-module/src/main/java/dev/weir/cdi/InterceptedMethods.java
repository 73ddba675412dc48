package dev.weir.cdi;

import dev.weir.config.Declaration;
import dev.weir.site.Lineage;
import dev.weir.site.RateLimitedAnnotations;
import dev.weir.site.ResourceMethods;
import dev.weir.site.Role;
import dev.weir.site.UnsupportedSites;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The methods of a type to which the interceptor is bound. Immutable.
 *
 * @param types the type and its supertypes
 * @param defects annotations that cannot take effect, with the reason
 */
record InterceptedMethods(List<Class<?>> types, Set<Method> bound, Set<Declaration> defects) {

    InterceptedMethods {
        bound = Set.copyOf(bound);
        defects = Set.copyOf(defects);
    }

    static InterceptedMethods of(AnnotatedType<?> annotated) {
        Class<?> type = annotated.getJavaClass();
        Optional<Role> role = Role.of(type);
        boolean resource = ResourceMethods.isResource(type);
        Set<Method> bound = new LinkedHashSet<>();
        Set<Declaration> defects = new LinkedHashSet<>();
        for (AnnotatedMethod<?> each : annotated.getMethods()) {
            Method method = each.getJavaMember();
            if (isLimited(type, method, resource)) {
                Optional<String> why = role.map(Role::rule).or(() -> barrier(type, method));
                if (why.isEmpty()) {
                    bound.add(method);
                } else if (role.isPresent() || isFinal(type, method)) {
                    RateLimitedAnnotations.of(type, method)
                            .forEach(
                                    use -> defects.add(use.declarations().get(0).withDefect(why.get())));
                }
            }
        }
        return new InterceptedMethods(Lineage.of(type).types(), bound, defects);
    }

    /**
     * Whether a method is limited. On a resource class, the annotations of the class apply to requests only; its other
     * methods need annotations of their own.
     */
    private static boolean isLimited(Class<?> type, Method method, boolean resource) {
        return !RateLimitedAnnotations.of(type, method).isEmpty()
                && !(ResourceMethods.isResourceMethod(type, method) && Modifier.isPublic(method.getModifiers()))
                && (!resource
                        || RateLimitedAnnotations.isOnMethod(type, method)
                        || ResourceMethods.isLocator(type, method));
    }

    private static Optional<String> barrier(Class<?> type, Method method) {
        return Modifier.isFinal(type.getModifiers())
                ? Optional.of("a bean of a final class is not intercepted; make the class not final")
                : UnsupportedSites.barrier(method);
    }

    /**
     * Whether the method, or its class, is final. Private and static methods do not count: the annotations of a class
     * do not apply to them, because they are not called from outside.
     */
    private static boolean isFinal(Class<?> type, Method method) {
        int modifiers = method.getModifiers();
        return (Modifier.isFinal(type.getModifiers()) || Modifier.isFinal(modifiers))
                && !Modifier.isPrivate(modifiers)
                && !Modifier.isStatic(modifiers);
    }
}
