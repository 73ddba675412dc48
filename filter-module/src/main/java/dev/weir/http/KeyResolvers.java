package dev.weir.http;

import dev.weir.CostResolver;
import dev.weir.KeyResolver;
import dev.weir.TenantResolver;
import dev.weir.TierResolver;
import dev.weir.config.KnownBeans;
import java.util.Optional;

/** Finds the resolvers of the application: of keys, costs, tenants and tiers. Safe for use by many threads. */
public interface KeyResolvers extends KnownBeans {

    @Override
    boolean knowsCosts(String name);

    /**
     * The cost resolver with that bean name.
     *
     * @throws IllegalArgumentException if there is none
     */
    CostResolver costs(String name);

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

    /**
     * The tenant resolver with that bean name.
     *
     * @throws IllegalArgumentException if there is none
     */
    TenantResolver tenants(String name);

    /** The request that this thread serves, as the application sees it; empty if none is known. */
    default Optional<RequestView> request() {
        return Optional.empty();
    }

    /**
     * The tier resolver, if the application has one.
     *
     * @throws IllegalArgumentException if it has several
     */
    Optional<TierResolver> tiers();
}
