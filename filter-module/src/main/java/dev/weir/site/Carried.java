package dev.weir.site;

import dev.weir.RateLimited;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A {@link RateLimited} that applies at a site, on the element itself or through a stereotype.
 *
 * @param stereotype the annotation of the site that carries it, possibly through other stereotypes; empty if
 *     {@code RateLimited} is on the site itself
 */
record Carried(RateLimited annotation, Optional<Class<? extends Annotation>> stereotype) {

    /** A name instead of a class, because a plain servlet container has no CDI. */
    private static final String STEREOTYPE = "jakarta.enterprise.inject.Stereotype";

    /** The annotations on {@code element}; if there are none, all that its stereotypes carry. */
    static List<Carried> on(AnnotatedElement element) {
        RateLimited[] direct = direct(element);
        if (direct.length > 0) {
            return Arrays.stream(direct)
                    .map(each -> new Carried(each, Optional.empty()))
                    .toList();
        }
        return stereotypes(element)
                .flatMap(stereotype -> carriers(stereotype, new LinkedHashSet<>()).stream()
                        .flatMap(carrier -> Arrays.stream(direct(carrier)))
                        .map(each -> new Carried(each, Optional.<Class<? extends Annotation>>of(stereotype))))
                .toList();
    }

    /** Whether {@code element} carries an annotation. */
    static boolean by(AnnotatedElement element) {
        return !on(element).isEmpty();
    }

    private static RateLimited[] direct(AnnotatedElement element) {
        return element.getDeclaredAnnotationsByType(RateLimited.class);
    }

    private static Stream<Class<? extends Annotation>> stereotypes(AnnotatedElement element) {
        return Arrays.stream(element.getDeclaredAnnotations())
                .<Class<? extends Annotation>>map(Annotation::annotationType)
                .filter(Carried::isStereotype);
    }

    static boolean isStereotype(Class<?> type) {
        return Arrays.stream(type.getDeclaredAnnotations())
                .anyMatch(each -> each.annotationType().getName().equals(STEREOTYPE));
    }

    /** {@code stereotype}, if it is annotated itself; else those of its own stereotypes that are. */
    private static Set<Class<?>> carriers(Class<?> stereotype, Set<Class<?>> seen) {
        Set<Class<?>> carriers = new LinkedHashSet<>();
        if (seen.add(stereotype)) {
            if (direct(stereotype).length > 0) {
                carriers.add(stereotype);
            } else {
                stereotypes(stereotype).forEach(each -> carriers.addAll(carriers(each, seen)));
            }
        }
        return carriers;
    }
}
