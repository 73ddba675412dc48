package dev.weir.site;

import dev.weir.RateLimited;
import dev.weir.config.Declaration;
import dev.weir.config.Property.OfPolicy;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the {@link RateLimited} annotations of methods and types of the application. */
public final class RateLimitedAnnotations {

    private RateLimitedAnnotations() {}

    /**
     * The policies and the cost that one annotation declares.
     *
     * @param declarations one for each policy that it names
     * @param cost permits per call, unless the configuration of the policy overrides it
     */
    public record Annotated(List<Declaration> declarations, long cost) {}

    /**
     * Returns the annotations that apply to {@code method} of {@code type}; empty if there are none. Annotations of the
     * method, or of a method that it overrides or implements, replace those of the type. An annotation on a stereotype
     * applies where the stereotype is used, unless the site itself is annotated.
     */
    public static List<Annotated> of(Class<?> type, Method method) {
        Lineage lineage = Lineage.of(type);
        for (Class<?> each : lineage.types()) {
            Optional<Method> declared = lineage.declaredBy(each, method);
            List<Annotated> found = declared.map(at -> on(at, each, declared)).orElse(List.of());
            if (!found.isEmpty()) {
                return found;
            }
        }
        for (Class<?> each : lineage.types()) {
            List<Annotated> found = on(each, each, Optional.empty());
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** Whether the annotations that apply to {@code method} are those of a method, not of a type. */
    public static boolean isOnMethod(Class<?> type, Method method) {
        return Lineage.of(type).overridden(method).stream().anyMatch(Carried::by);
    }

    /** The annotations on {@code element} itself, a type or a method, or on its stereotypes. */
    public static List<Annotated> on(AnnotatedElement element) {
        return element instanceof Method method
                ? on(method, method.getDeclaringClass(), Optional.of(method))
                : element instanceof Class<?> type ? on(type, type, Optional.empty()) : List.of();
    }

    /** Whether {@code annotation} is a stereotype, whose annotations apply where it is used. */
    public static boolean isStereotype(Class<?> annotation) {
        return Carried.isStereotype(annotation);
    }

    /** Whether {@code type}, a method of it, or a supertype is annotated. */
    public static boolean isAnnotated(Class<?> type) {
        return Lineage.of(type).types().stream()
                .anyMatch(each -> !elements(each).isEmpty());
    }

    /**
     * The annotated elements of the type itself: the type and its methods, without inherited ones. Bridge methods,
     * which have copies of the annotations, are left out.
     */
    public static List<AnnotatedElement> elements(Class<?> type) {
        List<AnnotatedElement> elements = new ArrayList<>(List.of(type));
        Arrays.stream(type.getDeclaredMethods())
                .filter(each -> !each.isBridge())
                .sorted(Comparator.comparing(Method::toString))
                .forEach(elements::add);
        elements.removeIf(each -> !Carried.by(each));
        return elements;
    }

    /** The declarations of all methods of {@code type}, its own and the inherited ones. */
    public static Set<Declaration> declarations(Class<?> type) {
        Set<Declaration> declarations = new LinkedHashSet<>();
        for (Class<?> each : Lineage.of(type).types()) {
            for (Method method : each.getDeclaredMethods()) {
                if (!method.isSynthetic()) {
                    of(type, method).forEach(use -> declarations.addAll(use.declarations()));
                }
            }
        }
        return declarations;
    }

    private static List<Annotated> on(AnnotatedElement element, Class<?> type, Optional<Method> method) {
        List<Annotated> uses = new ArrayList<>();
        for (Carried each : Carried.on(element)) {
            uses.add(use(each, type, method));
        }
        return uses;
    }

    private static Annotated use(Carried carried, Class<?> type, Optional<Method> method) {
        RateLimited annotation = carried.annotation();
        String site = "@RateLimited on " + type.getName()
                + method.map(RateLimitedAnnotations::signature).orElse("")
                + carried.stereotype()
                        .map(each -> " by @" + each.getSimpleName())
                        .orElse("");
        boolean named = !annotation.value().isEmpty();
        boolean derived = !named && isOfItsOwn(annotation);
        List<Declaration> declarations = policies(annotation, named, derived, type, method).stream()
                .map(policy -> new Declaration(
                        policy,
                        site,
                        derived,
                        attributes(annotation),
                        Arrays.stream(annotation.key()).findFirst()))
                .map(declaration -> declaration.withCost(annotation.cost()))
                .toList();
        return new Annotated(declarations, annotation.cost());
    }

    /**
     * Whether an annotation without a name declares a policy of its own. A block without a scope does: otherwise it
     * would apply to every user of the default policies.
     */
    private static boolean isOfItsOwn(RateLimited annotation) {
        boolean blocks = !annotation.block().isEmpty() && annotation.scope().length == 0;
        return !annotation.limit().isEmpty() || annotation.concurrency() != 0 || annotation.key().length > 0 || blocks;
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", "." + method.getName() + "(", ")"));
    }

    private static List<String> policies(
            RateLimited annotation, boolean named, boolean derived, Class<?> type, Optional<Method> method) {
        if (named) {
            return List.of(annotation.value());
        }
        if (derived) {
            return List.of(Declaration.kebab(type.getSimpleName())
                    + method.map(each -> "-" + Declaration.kebab(each.getName()))
                            .orElse(""));
        }
        return annotation.scope().length == 0 ? Declaration.BARE : List.of(written(annotation));
    }

    /** The scope in the syntax of the configuration; for more than one scope, a text that is no valid scope. */
    private static String written(RateLimited annotation) {
        return Arrays.stream(annotation.scope())
                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }

    private static Map<String, String> attributes(RateLimited annotation) {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (!annotation.limit().isEmpty()) {
            attributes.put(OfPolicy.LIMIT.suffix(), annotation.limit());
        }
        if (annotation.concurrency() != 0) {
            attributes.put(OfPolicy.CONCURRENCY.suffix(), String.valueOf(annotation.concurrency()));
        }
        if (!annotation.count().isEmpty()) {
            attributes.put(OfPolicy.COUNT.suffix(), annotation.count());
        }
        if (!annotation.block().isEmpty()) {
            attributes.put(OfPolicy.BLOCK.suffix(), annotation.block());
        }
        if (annotation.scope().length > 0) {
            attributes.put(OfPolicy.SCOPE.suffix(), written(annotation));
        }
        if (annotation.key().length > 1) {
            // for more than one class, a name that no bean has
            attributes.put(
                    OfPolicy.KEY_RESOLVER.suffix(),
                    Arrays.stream(annotation.key()).map(Class::getName).collect(Collectors.joining(",")));
        }
        if (annotation.cost() < 1) {
            // the cost applies at this site only, but an invalid cost has to be reported
            attributes.put(OfPolicy.COST.suffix(), String.valueOf(annotation.cost()));
        }
        return attributes;
    }
}
