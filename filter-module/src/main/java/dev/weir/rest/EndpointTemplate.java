package dev.weir.rest;

import dev.weir.servlet.ServletRequestDecisions;
import dev.weir.site.Lineage;
import dev.weir.site.ResourceMethods;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells the request monitor which resource method answers: {@code GET /api/orders/{id}}. It runs before all filters
 * that can refuse. Safe for use by many threads.
 */
@Priority(0)
final class EndpointTemplate implements ContainerRequestFilter {

    private final String method;
    private final String template;
    private final HttpServletRequest current;
    private volatile Optional<String> endpoint = Optional.empty();

    private EndpointTemplate(String method, String template, HttpServletRequest current) {
        this.method = method;
        this.template = template;
        this.current = current;
    }

    /**
     * The template of a resource method; empty for that of a sub-resource, whose path depends on how it is reached.
     *
     * @param current a proxy of the request that a thread serves
     */
    static Optional<EndpointTemplate> of(ResourceInfo resource, HttpServletRequest current) {
        Class<?> type = resource.getResourceClass();
        List<Method> methods = ResourceMethods.overridden(type, resource.getResourceMethod());
        return pathOn(Lineage.of(type).types())
                .map(path -> new EndpointTemplate(
                        designator(methods), template(path, pathOn(methods).orElse("")), current));
    }

    private static Optional<String> pathOn(List<? extends AnnotatedElement> elements) {
        return elements.stream()
                .flatMap(each -> Stream.of(each.getDeclaredAnnotationsByType(Path.class)))
                .map(Path::value)
                .findFirst();
    }

    private static String designator(List<Method> methods) {
        return methods.stream()
                .flatMap(each -> Arrays.stream(each.getDeclaredAnnotations()))
                .map(Annotation::annotationType)
                .flatMap(each -> Stream.of(each.getDeclaredAnnotationsByType(HttpMethod.class)))
                .map(HttpMethod::value)
                .findFirst()
                .orElse("OTHER");
    }

    /** Both paths with one slash between them, without the expressions of parameters: {@code /orders/{id}}. */
    static String template(String ofClass, String ofMethod) {
        StringBuilder template = new StringBuilder();
        for (String path : (withoutExpressions(ofClass) + '/' + withoutExpressions(ofMethod)).split("/", -1)) {
            if (!path.isEmpty()) {
                template.append('/').append(path);
            }
        }
        return template.isEmpty() ? "/" : template.toString();
    }

    private static String withoutExpressions(String path) {
        StringBuilder plain = new StringBuilder();
        int depth = 0;
        boolean expression = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            depth += c == '{' ? 1 : 0;
            expression |= depth > 0 && c == ':';
            depth -= c == '}' ? 1 : 0;
            expression &= depth > 0;
            if (!expression && !(depth > 0 && Character.isWhitespace(c))) {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    @Override
    public void filter(ContainerRequestContext context) {
        // the properties of JAX-RS are the attributes of the servlet request
        ServletRequestDecisions.among(context::getProperty)
                .flatMap(seen -> seen.requestDecisions().observed())
                .ifPresent(request -> request.isFor(endpoint(context)));
    }

    /** Of one JAX-RS application, whose path is the same for all its requests. */
    private String endpoint(ContainerRequestContext context) {
        if (endpoint.isEmpty()) {
            String base = context.getUriInfo().getBaseUri().getPath();
            String path = base.substring(
                    Math.min(base.length(), current.getContextPath().length()));
            endpoint = Optional.of(method + ' ' + template(path, template));
        }
        return endpoint.orElseThrow();
    }
}
