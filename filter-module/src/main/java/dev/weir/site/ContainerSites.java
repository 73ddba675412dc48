package dev.weir.site;

import dev.weir.RateLimited;
import dev.weir.config.Declaration;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Finds methods of WebSocket endpoints, message-driven beans and EJBs whose annotation cannot take effect, because the
 * call is not intercepted there or the client is unknown. Annotations are compared by name, because their classes can
 * be absent.
 */
public final class ContainerSites {

    private static final String IN_ITS_SOURCE =
            "the annotation has to be on the method or its class, not on what they inherit";
    private static final String ENDPOINT = "jakarta.websocket.server.ServerEndpoint";
    /** A class of Tyrus in servers whose endpoints are created by CDI: Payara and GlassFish. */
    private static final String INTERCEPTED = "org.glassfish.tyrus.gf.cdi.CdiComponentProvider";

    private static final String SESSION = "jakarta.websocket.Session";
    private static final Set<String> END_OF_SESSION = Set.of("jakarta.websocket.OnClose", "jakarta.websocket.OnError");
    private static final Set<String> MESSAGES = Set.of("jakarta.websocket.OnOpen", "jakarta.websocket.OnMessage");
    private static final Set<String> MESSAGE_DRIVEN = Set.of("jakarta.ejb.MessageDriven");
    private static final Set<String> EJB_ASYNCHRONOUS = Set.of("jakarta.ejb.Asynchronous");

    private ContainerSites() {}

    /** Whether messages of the application's endpoints can be limited; false if the class that proves it is absent. */
    private static boolean endpointsAreIntercepted() {
        try {
            Class.forName(INTERCEPTED, false, Thread.currentThread().getContextClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** Whether {@code type} is a WebSocket endpoint that has limited methods. */
    public static boolean isLimitedEndpoint(Class<?> type) {
        return has(type, Set.of(ENDPOINT))
                && !RateLimitedAnnotations.declarations(type).isEmpty();
    }

    /**
     * Returns one declaration for each annotated method of {@code type} that cannot be limited, with the reason.
     */
    public static List<Declaration> defects(Class<?> type) {
        List<Declaration> defects = new ArrayList<>(defectsOfMethods(type));
        if (isLimitedEndpoint(type) && !endpointsAreIntercepted()) {
            RateLimitedAnnotations.declarations(type).stream()
                    .limit(1)
                    .map(each -> each.at("@RateLimited on " + type.getName())
                            .withDefect("this server makes WebSocket endpoints without CDI, so their messages cannot be"
                                    + " limited; limit the handshake by ratelimit.policy.<name>.match"))
                    .forEach(defects::add);
        }
        return defects;
    }

    /** Whether containers instantiate {@code type} as its source defines it, without what an extension adds. */
    public static boolean isBoundInItsSource(Class<?> type) {
        return has(type, Set.of(ENDPOINT)) || has(type, MESSAGE_DRIVEN);
    }

    /** Does the same, regardless of whether the server's endpoints are intercepted. */
    static List<Declaration> defectsOfMethods(Class<?> type) {
        List<Declaration> defects = new ArrayList<>();
        boolean endpoint = has(type, Set.of(ENDPOINT));
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            for (Method method : each.getDeclaredMethods()) {
                if (!method.isSynthetic()) {
                    String rule = endpoint ? ruleOfEndpoint(type, method) : ruleOfBean(type, method);
                    if (!rule.isEmpty()) {
                        defects.add(defect(type, method, rule));
                    }
                }
            }
        }
        return defects;
    }

    private static Declaration defect(Class<?> type, Method method, String rule) {
        Declaration declared =
                RateLimitedAnnotations.of(type, method).get(0).declarations().get(0);
        return declared.at("@RateLimited on " + type.getName() + "." + method.getName())
                .withDefect(rule);
    }

    private static String ruleOfBean(Class<?> type, Method method) {
        if (has(type, MESSAGE_DRIVEN) && isLimited(type, method) && !isAnnotated(method) && !isAnnotated(type)) {
            return "on a message-driven bean " + IN_ITS_SOURCE;
        }
        if (isLimited(type, method) && isEjbAsynchronous(type, method)) {
            return "an asynchronous method of an EJB runs without its request and cannot be limited; limit its caller, or"
                    + " use jakarta.enterprise.concurrent.Asynchronous";
        }
        return "";
    }

    private static boolean isEjbAsynchronous(Class<?> type, Method method) {
        return has(method, EJB_ASYNCHRONOUS)
                || (has(type, EJB_ASYNCHRONOUS) && Modifier.isPublic(method.getModifiers()));
    }

    private static String ruleOfEndpoint(Class<?> type, Method method) {
        if (isAnnotated(method) && has(method, END_OF_SESSION)) {
            return "the end of a session cannot be limited";
        }
        if (!has(method, MESSAGES)) {
            return isAnnotated(method) ? "of a WebSocket endpoint only @OnOpen and @OnMessage can be limited" : "";
        }
        if (!isLimited(type, method)) {
            return "";
        }
        if (!isAnnotated(method) && !isAnnotated(type)) {
            return "on a WebSocket endpoint " + IN_ITS_SOURCE;
        }
        boolean hasClient =
                Arrays.stream(method.getParameterTypes()).map(Class::getName).anyMatch(SESSION::equals);
        return hasClient ? "" : "needs a parameter jakarta.websocket.Session, which says who the client is";
    }

    private static boolean isLimited(Class<?> type, Method method) {
        return !RateLimitedAnnotations.of(type, method).isEmpty();
    }

    /** Whether the element is annotated. Inherited annotations of classes count, as they do for containers. */
    private static boolean isAnnotated(AnnotatedElement element) {
        return element.getAnnotationsByType(RateLimited.class).length > 0;
    }

    private static boolean has(AnnotatedElement element, Set<String> names) {
        return Arrays.stream(element.getAnnotations())
                .map(Annotation::annotationType)
                .map(Class::getName)
                .anyMatch(names::contains);
    }
}
