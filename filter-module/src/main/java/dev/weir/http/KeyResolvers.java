package dev.weir.http;

import dev.weir.KeyResolver;
import dev.weir.config.KeyRule;

/** Finds the key resolvers of the application. Safe for use by many threads. */
public interface KeyResolvers {

    /** Whether the resolver that {@code rule} names can be found; true for rules that name none. */
    boolean knows(KeyRule rule);

    /**
     * The resolver with that bean name.
     *
     * @throws IllegalArgumentException if there is none
     */
    KeyResolver named(String name);

    /**
     * The resolver of that class.
     *
     * @throws IllegalArgumentException if there is none
     */
    KeyResolver ofType(Class<? extends KeyResolver> type);
}
