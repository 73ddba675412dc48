package dev.weir.runtime;

import dev.weir.CostResolver;
import dev.weir.KeyResolver;
import dev.weir.TenantResolver;
import dev.weir.TierResolver;
import dev.weir.config.rule.KeyRule;
import dev.weir.config.rule.TenantRule;
import dev.weir.http.KeyResolvers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Key resolvers without CDI: classes with a constructor without parameters, one instance of each. */
final class PlainResolvers implements KeyResolvers {

    private final Map<Class<?>, KeyResolver> instances = new ConcurrentHashMap<>();

    @Override
    public boolean knows(KeyRule rule) {
        return !(rule instanceof KeyRule.ByBeanName)
                && !(rule instanceof KeyRule.ByTenant byTenant && byTenant.from() instanceof TenantRule.ByBean);
    }

    @Override
    public KeyResolver named(String name) {
        throw noContainer(name);
    }

    @Override
    public KeyResolver ofType(Class<? extends KeyResolver> type) {
        return instances.computeIfAbsent(type, each -> create(type));
    }

    @Override
    public boolean knowsCosts(String name) {
        return false;
    }

    @Override
    public CostResolver costs(String name) {
        throw noContainer(name);
    }

    @Override
    public TenantResolver tenants(String name) {
        throw noContainer(name);
    }

    @Override
    public Optional<TierResolver> tiers() {
        return Optional.empty();
    }

    private static IllegalArgumentException noContainer(String name) {
        return new IllegalArgumentException("there is no CDI container to ask for a bean, was \"" + name + "\"");
    }

    private static KeyResolver create(Class<? extends KeyResolver> type) {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot create " + type.getName(), e);
        }
    }
}
