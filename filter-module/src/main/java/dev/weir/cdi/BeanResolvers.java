package dev.weir.cdi;

import dev.weir.CostResolver;
import dev.weir.KeyResolver;
import dev.weir.TenantResolver;
import dev.weir.TierResolver;
import dev.weir.config.rule.KeyRule;
import dev.weir.config.rule.TenantRule;
import dev.weir.http.KeyResolvers;
import dev.weir.http.RequestView;
import dev.weir.runtime.WeirApplications;
import dev.weir.servlet.ServletRequestDecisions;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resolvers that are beans of the application; each is looked up once. */
final class BeanResolvers implements KeyResolvers {

    private final BeanManager beans;
    private final Set<Bean<?>> resolvers;
    private final boolean hasTiers;
    private final Map<Wanted, Object> found = new ConcurrentHashMap<>();

    /** @param resolvers all beans that are resolvers: {@code beans} itself sees only those visible from Weir's jar */
    BeanResolvers(BeanManager beans, Set<Bean<?>> resolvers) {
        this.beans = beans;
        this.resolvers = Set.copyOf(resolvers);
        this.hasTiers = resolvers.stream().anyMatch(isOfType(TierResolver.class));
    }

    /** A bean to use, by its name or its class. */
    private record Wanted(Class<?> type, String what) {}

    @Override
    public boolean knows(KeyRule rule) {
        if (rule instanceof KeyRule.ByBeanName byName) {
            return resolvers.stream().anyMatch(isNamed(KeyResolver.class, byName.name()));
        }
        if (rule instanceof KeyRule.ByTenant byTenant) {
            return !(byTenant.from() instanceof TenantRule.ByBean byBean)
                    || resolvers.stream().anyMatch(isNamed(TenantResolver.class, byBean.name()));
        }
        return !(rule instanceof KeyRule.ByBeanClass byClass)
                || resolvers.stream().anyMatch(isOfType(byClass.type()));
    }

    @Override
    public KeyResolver named(String name) {
        return one(KeyResolver.class, isNamed(KeyResolver.class, name), name);
    }

    @Override
    public KeyResolver ofType(Class<? extends KeyResolver> type) {
        return one(type, isOfType(type), type.getName());
    }

    @Override
    public boolean knowsCosts(String name) {
        return resolvers.stream().anyMatch(isNamed(CostResolver.class, name));
    }

    @Override
    public CostResolver costs(String name) {
        return one(CostResolver.class, isNamed(CostResolver.class, name), name);
    }

    @Override
    public TenantResolver tenants(String name) {
        return one(TenantResolver.class, isNamed(TenantResolver.class, name), name);
    }

    @Override
    public Optional<TierResolver> tiers() {
        return hasTiers
                ? Optional.of(one(TierResolver.class, isOfType(TierResolver.class), TierResolver.class.getName()))
                : Optional.empty();
    }

    @Override
    public Optional<RequestView> request() {
        try {
            HttpServletRequest request =
                    beans.createInstance().select(HttpServletRequest.class).get();
            // the proxy resolves the request only when it is used
            return request.getMethod() == null
                    ? Optional.empty()
                    : Optional.of(ServletRequestDecisions.of(request, WeirApplications.currentOrStarted())
                            .request());
        } catch (ContextNotActiveException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /** Why it is open which tier resolver decides; empty if it is not. */
    Optional<AmbiguousResolutionException> ambiguity() {
        try {
            Bean<?> unused = resolve(
                    resolvers.stream().filter(isOfType(TierResolver.class)).collect(Collectors.toSet()));
            return Optional.empty();
        } catch (AmbiguousResolutionException e) {
            return Optional.of(e);
        }
    }

    private static Predicate<Bean<?>> isNamed(Class<?> type, String name) {
        return bean -> name.equals(bean.getName()) && bean.getTypes().contains(type);
    }

    private static Predicate<Bean<?>> isOfType(Class<?> type) {
        return bean -> bean.getTypes().contains(type);
    }

    private <T> T one(Class<T> type, Predicate<Bean<?>> condition, String what) {
        return type.cast(found.computeIfAbsent(new Wanted(type, what), wanted -> reference(wanted, condition)));
    }

    private Object reference(Wanted wanted, Predicate<Bean<?>> condition) {
        Set<Bean<?>> candidates = resolvers.stream().filter(condition).collect(Collectors.toSet());
        Bean<?> bean = resolve(candidates);
        if (bean == null) {
            throw new IllegalArgumentException(
                    "expected one " + wanted.type().getSimpleName() + " bean, was \"" + wanted.what() + "\"");
        }
        return beans.getReference(bean, wanted.type(), beans.createCreationalContext(bean));
    }

    /** Returns the bean to use; beans that an alternative replaces are ignored. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private @Nullable Bean<?> resolve(Set<Bean<?>> candidates) {
        return beans.resolve((Set) candidates);
    }
}
