package dev.weir.openapi;

import dev.weir.site.Lineage;
import dev.weir.site.ResourceMethods;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The operations of all resource classes of an application. A document names them by path and request method. Its paths
 * begin with that of the JAX-RS application, which can be declared in several places. Therefore an operation is found
 * by the end of its path. Immutable.
 */
final class ResourceOperations {

    /** The longest chain of calls: a resource that returns itself from a locator has infinitely many operations. */
    private static final int MOST_CALLS = 4;

    private final List<Known> known;

    private ResourceOperations(List<Known> known) {
        this.known = List.copyOf(known);
    }

    /** A method that JAX-RS calls for a request: a locator, or the last one, which answers. */
    record Call(Class<?> type, Method method) {}

    private record Known(String method, String template, List<Call> calls) {}

    /**
     * The resource methods of an operation of a document.
     *
     * @param path below the context root, with {@code {}} in place of each parameter
     * @param servletMapping the mapping of its JAX-RS application, {@code /api/*}; empty if no resource answers it
     * @param calls the calls of all methods that can answer, which can differ in their media types
     */
    record Found(String path, String servletMapping, List<Call> calls) {}

    /** Returns the operations of {@code types}, which may contain classes that are no resources. */
    static ResourceOperations of(Collection<Class<?>> types) {
        List<Known> found = new ArrayList<>();
        for (Class<?> type : types) {
            Stream<String> paths = pathsOn(Lineage.of(type).types());
            if (!Modifier.isAbstract(type.getModifiers())) {
                paths.findFirst().ifPresent(path -> collect(type, append("", path), List.of(), found));
            }
        }
        return new ResourceOperations(found);
    }

    private static void collect(Class<?> type, String prefix, List<Call> before, List<Known> found) {
        for (Method method : ResourceMethods.called(type).toList()) {
            List<Method> declared = ResourceMethods.overridden(type, method);
            String template = append(prefix, pathsOn(declared).findFirst().orElse(""));
            List<Call> calls = new ArrayList<>(before);
            calls.add(new Call(type, method));
            Optional<String> designator =
                    declared.stream().flatMap(ResourceOperations::designators).findFirst();
            if (designator.isPresent()) {
                found.add(new Known(designator.get(), template, List.copyOf(calls)));
            } else if (calls.size() < MOST_CALLS) {
                collect(located(method), template, calls, found);
            }
        }
    }

    private static Stream<String> pathsOn(List<? extends AnnotatedElement> elements) {
        return elements.stream()
                .flatMap(each -> Stream.of(each.getDeclaredAnnotationsByType(Path.class)))
                .map(Path::value);
    }

    private static Stream<String> designators(Method method) {
        return Arrays.stream(method.getDeclaredAnnotations())
                .map(Annotation::annotationType)
                .flatMap(each -> Stream.of(each.getDeclaredAnnotationsByType(HttpMethod.class)))
                .map(HttpMethod::value);
    }

    /**
     * The class of the sub-resource, if the locator's return type declares it: {@code Order} or {@code Class<Order>}.
     */
    private static Class<?> located(Method locator) {
        if (locator.getGenericReturnType() instanceof ParameterizedType parameterized
                && parameterized.getRawType() == Class.class) {
            Type argument = parameterized.getActualTypeArguments()[0];
            return argument instanceof Class<?> type ? type : Object.class;
        }
        return locator.getReturnType();
    }

    /**
     * Finds the operations of {@code method} at {@code path} of a document: those whose path is the longest suffix of
     * it.
     */
    Found find(String method, String path) {
        String whole = append("", path);
        List<Known> candidates = known.stream()
                .filter(each -> each.method.equals(method) && whole.endsWith(each.template))
                .toList();
        int longest = candidates.stream()
                .mapToInt(each -> each.template.length())
                .max()
                .orElse(0);
        List<Call> calls = candidates.stream()
                .filter(each -> each.template.length() == longest)
                .flatMap(each -> each.calls.stream())
                .distinct()
                .toList();
        String mapping = calls.isEmpty() ? "" : whole.substring(0, whole.length() - longest) + "/*";
        return new Found(whole, mapping, calls);
    }

    /** {@code prefix} and the segments of {@code path}, with {@code {}} in place of each parameter. */
    private static String append(String prefix, String path) {
        StringBuilder template = new StringBuilder(prefix);
        int depth = 0;
        boolean begun = false;
        for (char each : path.strip().toCharArray()) {
            if (each == '}' && depth > 0) {
                depth--;
            }
            if (depth == 0 && each == '/') {
                begun = false;
            } else if (depth == 0) {
                template.append(begun ? "" : "/").append(each);
                begun = true;
            }
            if (each == '{') {
                depth++;
            }
        }
        return template.toString();
    }
}
