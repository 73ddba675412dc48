package dev.weir.outbound.cdi;

import dev.weir.outbound.Throttled;
import dev.weir.outbound.runtime.ThrottledSites;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What types with {@link Throttled} say, and whether it can hold. */
final class ThrottledTypes {

    private static final String EJB = "jakarta.ejb.";

    private ThrottledTypes() {}

    static boolean isAnnotated(AnnotatedType<?> type) {
        return !sites(type).isEmpty();
    }

    /** The policies that a type and its methods name, with the places where they do. */
    static Map<String, Set<String>> policies(AnnotatedType<?> type) {
        Map<String, Set<String>> policies = new HashMap<>();
        for (Site site : sites(type)) {
            for (String policy : site.annotation().value()) {
                policies.computeIfAbsent(policy, name -> new HashSet<>()).add(site.place());
            }
        }
        return policies;
    }

    private record Site(String place, Throttled annotation, Optional<Method> method) {}

    private static List<Site> sites(AnnotatedType<?> type) {
        List<Site> sites = new ArrayList<>();
        String name = type.getJavaClass().getName();
        annotation(type).ifPresent(each -> sites.add(new Site(name, each, Optional.empty())));
        for (AnnotatedMethod<?> method : type.getMethods()) {
            Method java = method.getJavaMember();
            annotation(method)
                    .ifPresent(each -> sites.add(new Site(
                            java.getDeclaringClass().getName() + '.' + java.getName(), each, Optional.of(java))));
        }
        return sites;
    }

    private static Optional<Throttled> annotation(Annotated annotated) {
        return Optional.ofNullable(annotated.getAnnotation(Throttled.class));
    }

    /** Why annotations of {@code type} cannot hold; empty if they can. */
    static List<String> problems(AnnotatedType<?> type, Set<Class<?>> beans) {
        List<String> problems = new ArrayList<>();
        Class<?> java = type.getJavaClass();
        for (Site site : sites(type)) {
            value(site).ifPresent(problems::add);
            site.method()
                    .filter(method -> Modifier.isPrivate(method.getModifiers())
                            || Modifier.isStatic(method.getModifiers())
                            || Modifier.isFinal(method.getModifiers()))
                    .ifPresent(
                            method -> problems.add(
                                    site.place()
                                            + ": @Throttled cannot hold, because private, static and final methods are not intercepted"));
        }
        boolean subtyped = beans.stream().anyMatch(java::isAssignableFrom);
        if (!java.isInterface() && !java.isAnnotation() && !subtyped && !isEjb(type)) {
            problems.add(java.getName() + ": @Throttled cannot hold, because the class is no bean");
        }
        return problems;
    }

    private static Optional<String> value(Site site) {
        Throttled annotation = site.annotation();
        if (annotation.value().length == 0) {
            return Optional.of(site.place() + ": @Throttled must name a policy");
        }
        if (annotation.permits() < 1) {
            return Optional.of(site.place() + ": permits must be >= 1, was \"" + annotation.permits() + '"');
        }
        if (annotation.maxWait().isEmpty()) {
            return Optional.empty();
        }
        try {
            ThrottledSites.maxWait(annotation);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(site.place() + ": maxWait " + e.getMessage() + ", was \"" + annotation.maxWait() + '"');
        }
    }

    private static boolean isEjb(AnnotatedType<?> type) {
        return type.getAnnotations().stream()
                .anyMatch(each -> each.annotationType().getName().startsWith(EJB));
    }
}
