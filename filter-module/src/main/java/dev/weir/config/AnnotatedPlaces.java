package dev.weir.config;

import dev.weir.RateLimited;
import dev.weir.config.Property.OfPolicy;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads what {@link RateLimited} says on the methods and types of the application. */
public final class AnnotatedPlaces {

    static final List<String> BARE = List.of("anonymous", "user");
    private static final Pattern WORD_END = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    private AnnotatedPlaces() {}

    /**
     * What one annotation asks for.
     *
     * @param declarations one for each policy that it names
     * @param cost permits per call, unless the configuration of the policy says otherwise
     */
    public record Annotated(List<Declaration> declarations, long cost) {}

    /**
     * What the annotations that hold for {@code method} of {@code type} ask for, none if there are no such annotations.
     * Those of the method, its own or that of the method it overrides or implements, replace those of the type.
     */
    public static List<Annotated> of(Class<?> type, Method method) {
        for (Class<?> each : lineage(type)) {
            Optional<Method> declared = declaredBy(each, method);
            if (declared.isPresent()) {
                RateLimited[] annotations = declared.get().getAnnotationsByType(RateLimited.class);
                if (annotations.length > 0) {
                    return uses(annotations, each, Optional.of(method));
                }
            }
        }
        for (Class<?> each : lineage(type)) {
            RateLimited[] annotations = each.getDeclaredAnnotationsByType(RateLimited.class);
            if (annotations.length > 0) {
                return uses(annotations, each, Optional.empty());
            }
        }
        return List.of();
    }

    /** What all methods of {@code type} declare, its own and those it inherits. */
    public static Set<Declaration> declarations(Class<?> type) {
        Set<Declaration> declarations = new LinkedHashSet<>();
        for (Class<?> each : lineage(type)) {
            for (Method method : each.getDeclaredMethods()) {
                if (!method.isSynthetic()) {
                    of(type, method).forEach(use -> declarations.addAll(use.declarations()));
                }
            }
        }
        return declarations;
    }

    /** The type, its superclasses, then all their interfaces; without the subclasses that CDI generates. */
    private static List<Class<?>> lineage(Class<?> type) {
        List<Class<?>> lineage = new ArrayList<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            boolean generated = each.isSynthetic() || each.getName().contains("$$");
            if (!generated) {
                lineage.add(each);
            }
        }
        for (int i = 0; i < lineage.size(); i++) {
            for (Class<?> each : lineage.get(i).getInterfaces()) {
                if (!lineage.contains(each)) {
                    lineage.add(each);
                }
            }
        }
        return lineage;
    }

    private static Optional<Method> declaredBy(Class<?> type, Method method) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(each -> !each.isBridge()
                        && each.getName().equals(method.getName())
                        && Arrays.equals(each.getParameterTypes(), method.getParameterTypes()))
                .findFirst();
    }

    private static List<Annotated> uses(RateLimited[] annotations, Class<?> type, Optional<Method> method) {
        return Arrays.stream(annotations)
                .map(annotation -> use(annotation, type, method))
                .toList();
    }

    private static Annotated use(RateLimited annotation, Class<?> type, Optional<Method> method) {
        String place = "@RateLimited on " + type.getName()
                + method.map(AnnotatedPlaces::signature).orElse("");
        boolean named = !annotation.value().isEmpty();
        boolean derived = !named && isOfItsOwn(annotation);
        List<Declaration> declarations = policies(annotation, named, derived, type, method).stream()
                .map(policy -> new Declaration(
                        policy,
                        place,
                        derived,
                        attributes(annotation),
                        Arrays.stream(annotation.key()).findFirst()))
                .toList();
        return new Annotated(declarations, annotation.cost());
    }

    /** Whether an annotation without a name stands for a policy of its own: a block alone would be everybody's. */
    private static boolean isOfItsOwn(RateLimited annotation) {
        boolean blocks = !annotation.block().isEmpty() && annotation.scope().length == 0;
        return !annotation.limit().isEmpty() || annotation.key().length > 0 || blocks;
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
            return List.of(kebab(type.getSimpleName())
                    + method.map(each -> "-" + kebab(each.getName())).orElse(""));
        }
        return annotation.scope().length == 0 ? BARE : List.of(written(annotation));
    }

    /** More than one scope is none that exists. */
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
        if (!annotation.block().isEmpty()) {
            attributes.put(OfPolicy.BLOCK.suffix(), annotation.block());
        }
        if (annotation.scope().length > 0) {
            attributes.put(OfPolicy.SCOPE.suffix(), written(annotation));
        }
        if (annotation.key().length > 1) {
            // more than one class is no bean that exists
            attributes.put(
                    OfPolicy.KEY_RESOLVER.suffix(),
                    Arrays.stream(annotation.key()).map(Class::getName).collect(Collectors.joining(",")));
        }
        if (annotation.cost() < 1) {
            // a cost is the place's own affair, but a wrong one has to be told
            attributes.put(OfPolicy.COST.suffix(), String.valueOf(annotation.cost()));
        }
        return attributes;
    }

    /** {@code ReportResource} becomes {@code report-resource}. */
    static String kebab(String camelCase) {
        return WORD_END.matcher(camelCase)
                .replaceAll("-")
                .replaceAll("[^A-Za-z0-9-]", "-")
                .toLowerCase(Locale.ROOT);
    }
}
