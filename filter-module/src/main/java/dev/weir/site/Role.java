package dev.weir.site;

import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The role of a class that a container uses without interception. Types are compared by name, because the APIs can be
 * absent.
 */
public enum Role {
    SERVLET(
            "a servlet is not intercepted; use ratelimit.policy.<name>.match or a filter mapping",
            "jakarta.servlet.Servlet"),
    FILTER(
            "a filter is not intercepted; use ratelimit.policy.<name>.match or a filter mapping",
            "jakarta.servlet.Filter"),
    LISTENER(
            "a listener of the servlet container is not intercepted; limit a bean that it calls",
            "jakarta.servlet.annotation.WebListener",
            "jakarta.servlet.ServletContextListener",
            "jakarta.servlet.ServletContextAttributeListener",
            "jakarta.servlet.ServletRequestListener",
            "jakarta.servlet.ServletRequestAttributeListener",
            "jakarta.servlet.http.HttpSessionListener",
            "jakarta.servlet.http.HttpSessionAttributeListener",
            "jakarta.servlet.http.HttpSessionIdListener"),
    REST_CLIENT(
            "a REST client calls other servers, which is not limited here; see outbound limits",
            "org.eclipse.microprofile.rest.client.inject.RegisterRestClient"),
    APPLICATION(
            "a JAX-RS Application is not intercepted; annotate its resources or use ratelimit.policy.<name>.match",
            "jakarta.ws.rs.core.Application"),
    PROVIDER(
            "a JAX-RS provider is not limited; annotate resources or use ratelimit.policy.<name>.match",
            "jakarta.ws.rs.ext.Provider",
            "jakarta.ws.rs.container.ContainerRequestFilter",
            "jakarta.ws.rs.container.ContainerResponseFilter",
            "jakarta.ws.rs.container.DynamicFeature",
            "jakarta.ws.rs.core.Feature",
            "jakarta.ws.rs.ext.ContextResolver",
            "jakarta.ws.rs.ext.ExceptionMapper",
            "jakarta.ws.rs.ext.MessageBodyReader",
            "jakarta.ws.rs.ext.MessageBodyWriter",
            "jakarta.ws.rs.ext.ParamConverterProvider",
            "jakarta.ws.rs.ext.ReaderInterceptor",
            "jakarta.ws.rs.ext.WriterInterceptor"),
    ENDPOINT(
            "a WebSocket endpoint that extends jakarta.websocket.Endpoint is not intercepted; use @ServerEndpoint, or limit the"
                    + " handshake by ratelimit.policy.<name>.match",
            "jakarta.websocket.Endpoint"),
    VALIDATOR(
            "a constraint validator is not intercepted; annotate the bean or resource whose parameters it checks",
            "jakarta.validation.ConstraintValidator"),
    INTERCEPTOR(
            "an interceptor is not intercepted itself; annotate the bean that it is bound to",
            "jakarta.interceptor.Interceptor"),
    DECORATOR(
            "a decorator is not intercepted itself; annotate the bean that it decorates",
            "jakarta.decorator.Decorator");

    private final String rule;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<String> names;

    Role(String rule, String... names) {
        this.rule = rule;
        this.names = Set.of(names);
    }

    /** The reason why a limit cannot take effect there, and what to write instead. */
    public String rule() {
        return rule;
    }

    /** The role of {@code type}, according to its supertypes and annotations. */
    public static Optional<Role> of(Class<?> type) {
        Set<String> names = new HashSet<>();
        collect(type, names);
        return Arrays.stream(values())
                .filter(role -> role.names.stream().anyMatch(names::contains))
                .findFirst();
    }

    private static void collect(Class<?> type, Set<String> names) {
        if (names.add(type.getName())) {
            annotations(type).forEach(names::add);
            for (Class<?> each : type.getInterfaces()) {
                collect(each, names);
            }
            if (type.getSuperclass() != null) {
                collect(type.getSuperclass(), names);
            }
        }
    }

    /** Whether {@code element} has an annotation called {@code name}. */
    static boolean bears(AnnotatedElement element, String name) {
        return annotations(element).contains(name);
    }

    private static List<String> annotations(AnnotatedElement element) {
        return Arrays.stream(element.getDeclaredAnnotations())
                .map(each -> each.annotationType().getName())
                .toList();
    }
}
