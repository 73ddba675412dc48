package dev.weir.runtime;

import dev.weir.config.Declaration;
import dev.weir.http.KeyResolvers;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Set;

/**
 * What an application brings beside its configuration. Immutable.
 *
 * @param resolvers finds its key resolvers
 * @param declarations what its beans declare
 * @param annotated types that CDI looked at and that are annotated, or inherit from one that is
 * @param intercepted the types and methods whose annotations hold, because CDI or JAX-RS calls them
 */
public record Surroundings(
        KeyResolvers resolvers,
        List<Declaration> declarations,
        Set<Class<?>> annotated,
        Set<AnnotatedElement> intercepted) {

    public Surroundings {
        declarations = List.copyOf(declarations);
        annotated = Set.copyOf(annotated);
        intercepted = Set.copyOf(intercepted);
    }

    /** Those of an application without CDI. */
    static Surroundings plain() {
        return new Surroundings(new PlainResolvers(), List.of(), Set.of(), Set.of());
    }
}
