package dev.weir.cdi;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Predicate;

/** Tells methods that JAX-RS calls for a request from all others, also where JAX-RS is absent. */
final class ResourceMethods {

    private static final String HTTP_METHOD = "jakarta.ws.rs.HttpMethod";
    private static final String PATH = "jakarta.ws.rs.Path";

    private ResourceMethods() {}

    /** Whether {@code method}, or one that it overrides or implements, has a request method designator such as @GET. */
    static boolean isResourceMethod(Class<?> type, Method method) {
        return anyMethod(type, each -> overrides(method, each) && isDesignated(each));
    }

    /** Whether {@code type} has resource methods. */
    static boolean isResource(Class<?> type) {
        return anyMethod(type, ResourceMethods::isDesignated);
    }

    /** Whether {@code method} has a path but no designator: it finds the resource that will answer. */
    static boolean isLocator(Method method) {
        return !isDesignated(method) && Arrays.stream(method.getAnnotations()).anyMatch(each -> isNamed(each, PATH));
    }

    private static boolean anyMethod(Class<?> type, Predicate<Method> condition) {
        Deque<Class<?>> open = new ArrayDeque<>();
        open.add(type);
        while (!open.isEmpty()) {
            Class<?> each = open.remove();
            if (Arrays.stream(each.getDeclaredMethods()).anyMatch(condition)) {
                return true;
            }
            open.addAll(Arrays.asList(each.getInterfaces()));
            if (each.getSuperclass() != null) {
                open.add(each.getSuperclass());
            }
        }
        return false;
    }

    private static boolean overrides(Method method, Method declared) {
        return declared.getName().equals(method.getName())
                && Arrays.equals(declared.getParameterTypes(), method.getParameterTypes());
    }

    private static boolean isDesignated(Method method) {
        return Arrays.stream(method.getAnnotations())
                .flatMap(annotation -> Arrays.stream(annotation.annotationType().getAnnotations()))
                .anyMatch(meta -> isNamed(meta, HTTP_METHOD));
    }

    private static boolean isNamed(Annotation annotation, String name) {
        return annotation.annotationType().getName().equals(name);
    }
}
