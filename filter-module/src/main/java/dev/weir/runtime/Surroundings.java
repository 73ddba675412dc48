package dev.weir.runtime;

import dev.weir.config.Declaration;
import dev.weir.http.KeyResolvers;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an application brings beside its configuration. Immutable.
 *
 * @param resolvers finds its key resolvers
 * @param cacheManager gives a {@code javax.cache.CacheManager}, or null where there is none. An {@code Object}, because
 *     JCache itself can be absent
 * @param declarations what its beans declare
 */
public record Surroundings(
        KeyResolvers resolvers, Supplier<@Nullable Object> cacheManager, List<Declaration> declarations) {

    public Surroundings {
        declarations = List.copyOf(declarations);
    }

    /** Those of an application without CDI. */
    static Surroundings plain() {
        return new Surroundings(new PlainResolvers(), ServerCacheManager::lookUp, List.of());
    }
}
