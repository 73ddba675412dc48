package dev.weir.site;

import dev.weir.config.Declaration;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds sites whose limit cannot take effect, because no code that Weir can intercept calls them.
 *
 * @param intercepted the types and methods that CDI intercepts, as {@link #reached} returns them
 * @param subtypes finds all classes of the application below a type; used only where a site would be refused otherwise
 */
public record UnsupportedSites(Set<AnnotatedElement> intercepted, Function<Class<?>, Collection<Class<?>>> subtypes) {

    private static final Set<String> CALLBACKS = Set.of(
            "jakarta.annotation.PostConstruct",
            "jakarta.annotation.PreDestroy",
            "jakarta.ejb.AfterBegin",
            "jakarta.ejb.AfterCompletion",
            "jakarta.ejb.BeforeCompletion",
            "jakarta.ejb.PostActivate",
            "jakarta.ejb.PrePassivate",
            "jakarta.inject.Inject",
            "jakarta.interceptor.AroundConstruct",
            "jakarta.interceptor.AroundInvoke",
            "jakarta.interceptor.AroundTimeout");
    /** Kinds of classes whose interceptors are bound in another way than those of beans; they are checked there. */
    private static final Set<String> BOUND_ELSEWHERE =
            Set.of("jakarta.ejb.MessageDriven", "jakarta.websocket.server.ServerEndpoint");

    private static final String ALTERNATIVE = "jakarta.enterprise.inject.Alternative";
    private static final String VETOED = "jakarta.enterprise.inject.Vetoed";

    /**
     * The sites whose annotations apply to a call of {@code method} of {@code type}: the method, those that it
     * overrides, and the types that declare them.
     */
    public static Set<AnnotatedElement> reached(Class<?> type, Method method) {
        Lineage lineage = Lineage.of(type);
        Set<AnnotatedElement> reached = new LinkedHashSet<>(lineage.overridden(method));
        reached.addAll(lineage.types());
        return reached;
    }

    /** The reason why {@code method} of a bean cannot be intercepted; empty if it can. */
    public static Optional<String> barrier(Method method) {
        int modifiers = method.getModifiers();
        if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)) {
            String kind = Modifier.isPrivate(modifiers) ? "private" : "static";
            return Optional.of("a " + kind + " method is not intercepted; annotate the method that calls it");
        }
        if (Modifier.isFinal(modifiers)) {
            return Optional.of("the final method " + method.getName() + "() is not intercepted; make it not final");
        }
        return CALLBACKS.stream().anyMatch(each -> Role.bears(method, each))
                ? Optional.of(
                        "a lifecycle callback or initializer is not intercepted; annotate a method that is called")
                : Optional.empty();
    }

    /** Whether {@code type} is an alternative: one that is not selected is never called, so no limit is missing. */
    public static boolean isUnselected(Class<?> type, Set<AnnotatedElement> intercepted) {
        return Role.bears(type, ALTERNATIVE)
                && RateLimitedAnnotations.elements(type).stream().noneMatch(intercepted::contains);
    }

    /**
     * Returns one declaration for each annotation on {@code type} and its own methods that limits nothing, with the
     * reason.
     */
    public List<Declaration> of(Class<?> type) {
        return RateLimitedAnnotations.elements(type).stream()
                .flatMap(element -> defect(type, element).stream().flatMap(why -> marked(element, why).stream()))
                .toList();
    }

    /** The declarations of {@code element}, with the defect, once for each annotation. */
    static List<Declaration> marked(AnnotatedElement element, String why) {
        return RateLimitedAnnotations.on(element).stream()
                .map(each -> each.declarations().get(0).withDefect(why))
                .toList();
    }

    private Optional<String> defect(Class<?> type, AnnotatedElement element) {
        if (type.isAnnotation()) {
            return RateLimitedAnnotations.isStereotype(type)
                    ? Optional.empty()
                    : Optional.of("an annotation that is no stereotype passes nothing on; make it a @Stereotype, or"
                            + " annotate the places themselves");
        }
        Optional<Role> role = Role.of(type);
        if (role.filter(Role.REST_CLIENT::equals).isPresent()) {
            return role.map(Role::rule);
        }
        Optional<String> barrier = element instanceof Method method ? barrier(method) : Optional.empty();
        if (BOUND_ELSEWHERE.stream().anyMatch(each -> Role.bears(type, each))) {
            return barrier;
        }
        if ((intercepted.contains(element) && barrier.isEmpty())
                || (isConcrete(type) && isCalledByJaxRs(type, element))) {
            return Optional.empty();
        }
        if (role.isPresent() || barrier.isPresent()) {
            return role.map(Role::rule).or(() -> barrier);
        }
        return isCalledBelow(type, element) ? Optional.empty() : Optional.of(reason(type, element));
    }

    /**
     * Whether a resource inherits the element. Where the application's classes cannot be read, a method that JAX-RS can
     * call is assumed to be inherited.
     */
    private boolean isCalledBelow(Class<?> type, AnnotatedElement element) {
        Collection<Class<?>> found = Modifier.isFinal(type.getModifiers()) ? List.of() : subtypes.apply(type);
        return found.isEmpty()
                ? isCalledByJaxRs(type, element)
                : found.stream().anyMatch(each -> isConcrete(each) && isCalledByJaxRs(each, element));
    }

    private static boolean isConcrete(Class<?> type) {
        return !Modifier.isAbstract(type.getModifiers());
    }

    /**
     * Whether JAX-RS calls the element. Resource methods are public; those of a resource that no application registers
     * are never called, so no limit is missing.
     */
    private static boolean isCalledByJaxRs(Class<?> type, AnnotatedElement element) {
        if (element instanceof Method method) {
            int modifiers = method.getModifiers();
            return Modifier.isPublic(modifiers)
                    && !Modifier.isStatic(modifiers)
                    && ResourceMethods.called(type)
                            .anyMatch(each -> reached(type, each).contains(method));
        }
        return ResourceMethods.called(type).findAny().isPresent();
    }

    private static String reason(Class<?> type, AnnotatedElement element) {
        if (!isConcrete(type)) {
            return "no bean and no resource implements it";
        }
        if (element instanceof Method method
                && (ResourceMethods.isResourceMethod(type, method) || ResourceMethods.isLocator(type, method))) {
            return "JAX-RS calls public methods only";
        }
        if (Role.bears(type, VETOED)) {
            return "a vetoed class is not intercepted; remove @Vetoed or the limit";
        }
        return "the class is neither a bean nor a resource, so nothing intercepts it; give it a scope such as"
                + " @ApplicationScoped, and let the container make it";
    }
}
