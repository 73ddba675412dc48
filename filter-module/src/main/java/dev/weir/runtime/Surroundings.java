package dev.weir.runtime;

import dev.weir.config.Declaration;
import dev.weir.http.KeyResolvers;
import java.util.List;

/**
 * What an application brings beside its configuration. Immutable.
 *
 * @param resolvers finds its key resolvers
 * @param declarations what its beans declare
 */
public record Surroundings(KeyResolvers resolvers, List<Declaration> declarations) {

    public Surroundings {
        declarations = List.copyOf(declarations);
    }

    /** Those of an application without CDI. */
    static Surroundings plain() {
        return new Surroundings(new PlainResolvers(), List.of());
    }
}
