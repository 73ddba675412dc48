package dev.weir.site;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Recognises the methods that JAX-RS calls for a request, also where JAX-RS is absent. */
public final class ResourceMethods {

    private static final String HTTP_METHOD = "jakarta.ws.rs.HttpMethod";
    private static final String PATH = "jakarta.ws.rs.Path";

    private ResourceMethods() {}

    /** Whether {@code method}, or one that it overrides or implements, has a request method designator such as @GET. */
    public static boolean isResourceMethod(Class<?> type, Method method) {
        return Lineage.of(type).overridden(method).stream().anyMatch(ResourceMethods::isDesignated);
    }

    /** Whether {@code type} has resource methods. */
    public static boolean isResource(Class<?> type) {
        return anyMethod(type, ResourceMethods::isDesignated);
    }

    /**
     * Whether {@code method}, or one that it overrides or implements, has a path but no designator: it returns the
     * resource that will answer.
     */
    public static boolean isLocator(Class<?> type, Method method) {
        return !isResourceMethod(type, method)
                && Lineage.of(type).overridden(method).stream().anyMatch(each -> has(each, PATH));
    }

    /** The locators of {@code type}, its own and the inherited ones; of an overridden one, the nearest. */
    public static List<Method> locators(Class<?> type) {
        return called(type).filter(each -> isLocator(type, each)).toList();
    }

    /** Whether {@code type} has locators that are annotated. */
    public static boolean hasLimitedLocator(Class<?> type) {
        return called(type)
                .anyMatch(each -> isLocator(type, each)
                        && !RateLimitedAnnotations.of(type, each).isEmpty());
    }

    /** The methods that JAX-RS calls for a request: public methods that answer, or return the resource that does. */
    public static Stream<Method> called(Class<?> type) {
        Lineage lineage = Lineage.of(type);
        return lineage.types().stream()
                .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                .filter(each -> !each.isBridge()
                        && Modifier.isPublic(each.getModifiers())
                        && !Modifier.isStatic(each.getModifiers())
                        && lineage.overridden(each).get(0).equals(each)
                        && (isResourceMethod(type, each) || isLocator(type, each)));
    }

    /** {@code method} of {@code type} and all methods that it overrides or implements, nearest first. */
    public static List<Method> overridden(Class<?> type, Method method) {
        return Lineage.of(type).overridden(method);
    }

    private static boolean anyMethod(Class<?> type, Predicate<Method> condition) {
        return Lineage.of(type).types().stream()
                .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                .anyMatch(condition);
    }

    private static boolean isDesignated(Method method) {
        return Arrays.stream(method.getDeclaredAnnotations())
                .anyMatch(annotation -> has(annotation.annotationType(), HTTP_METHOD));
    }

    private static boolean has(AnnotatedElement element, String annotation) {
        return Role.bears(element, annotation);
    }
}
