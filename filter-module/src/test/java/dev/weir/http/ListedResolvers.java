package dev.weir.http;

import dev.weir.CostResolver;
import dev.weir.KeyResolver;
import dev.weir.TenantResolver;
import dev.weir.TierResolver;
import dev.weir.config.rule.KeyRule;
import java.util.Map;
import java.util.Optional;

/** Resolvers by the names that a test gives them. */
public record ListedResolvers(
        Map<String, KeyResolver> byName, Map<String, TenantResolver> tenantsByName, Optional<TierResolver> tiers)
        implements KeyResolvers {

    public ListedResolvers(Map<String, KeyResolver> byName) {
        this(byName, Map.of(), Optional.empty());
    }

    @Override
    public boolean knowsCosts(String name) {
        return true;
    }

    @Override
    public CostResolver costs(String name) {
        if (name.equals("failing")) {
            throw new IllegalStateException("of the test");
        }
        return request -> request.path().length();
    }

    @Override
    public TenantResolver tenants(String name) {
        if (!tenantsByName.containsKey(name)) {
            throw new IllegalArgumentException("there is no such bean, was \"" + name + "\"");
        }
        return tenantsByName.get(name);
    }

    @Override
    public boolean knows(KeyRule rule) {
        return true;
    }

    @Override
    public KeyResolver named(String name) {
        if (!byName.containsKey(name)) {
            throw new IllegalArgumentException("there is no such bean, was \"" + name + "\"");
        }
        return byName.get(name);
    }

    @Override
    public KeyResolver ofType(Class<? extends KeyResolver> type) {
        return named(type.getSimpleName());
    }
}
