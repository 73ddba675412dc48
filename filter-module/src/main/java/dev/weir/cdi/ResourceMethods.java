package dev.weir.cdi;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Tells methods that JAX-RS calls for a request from all others, also where JAX-RS is absent. */
final class ResourceMethods {

    private static final String HTTP_METHOD = "jakarta.ws.rs.HttpMethod";

    private ResourceMethods() {}

    /** Whether {@code method}, or one that it overrides or implements, has a request method designator such as @GET. */
    static boolean contain(Class<?> type, Method method) {
        Deque<Class<?>> open = new ArrayDeque<>();
        open.add(type);
        while (!open.isEmpty()) {
            Class<?> each = open.remove();
            if (Arrays.stream(each.getDeclaredMethods())
                    .anyMatch(declared -> overrides(method, declared) && isDesignated(declared))) {
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
        for (Annotation annotation : method.getAnnotations()) {
            for (Annotation meta : annotation.annotationType().getAnnotations()) {
                if (meta.annotationType().getName().equals(HTTP_METHOD)) {
                    return true;
                }
            }
        }
        return false;
    }
}
