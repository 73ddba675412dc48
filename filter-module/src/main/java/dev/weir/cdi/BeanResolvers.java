package dev.weir.cdi;

import dev.weir.KeyResolver;
import dev.weir.config.KeyRule;
import dev.weir.http.KeyResolvers;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Key resolvers that are beans of the application; each is looked up once. */
final class BeanResolvers implements KeyResolvers {

    private final BeanManager beans;
    private final Set<Bean<?>> resolvers;
    private final Map<Object, KeyResolver> found = new ConcurrentHashMap<>();

    /** @param resolvers all beans that are resolvers: {@code beans} itself sees only those visible from Weir's jar */
    BeanResolvers(BeanManager beans, Set<Bean<?>> resolvers) {
        this.beans = beans;
        this.resolvers = Set.copyOf(resolvers);
    }

    @Override
    public boolean knows(KeyRule rule) {
        if (rule instanceof KeyRule.ByBeanName byName) {
            return resolvers.stream().anyMatch(isNamed(byName.name()));
        }
        return !(rule instanceof KeyRule.ByBeanClass byClass)
                || resolvers.stream().anyMatch(isOfType(byClass.type()));
    }

    @Override
    public KeyResolver named(String name) {
        return found.computeIfAbsent(name, each -> one(isNamed(name), name));
    }

    @Override
    public KeyResolver ofType(Class<? extends KeyResolver> type) {
        return found.computeIfAbsent(type, each -> one(isOfType(type), type.getName()));
    }

    private static Predicate<Bean<?>> isNamed(String name) {
        return bean -> name.equals(bean.getName());
    }

    private static Predicate<Bean<?>> isOfType(Class<?> type) {
        return bean -> bean.getTypes().contains(type);
    }

    private KeyResolver one(Predicate<Bean<?>> condition, String what) {
        Set<Bean<?>> candidates = resolvers.stream().filter(condition).collect(Collectors.toSet());
        Bean<?> bean = resolve(candidates);
        if (bean == null) {
            throw new IllegalArgumentException("expected one KeyResolver bean, was \"" + what + "\"");
        }
        return (KeyResolver) beans.getReference(bean, KeyResolver.class, beans.createCreationalContext(bean));
    }

    /** Returns the bean to use; beans that an alternative replaces are ignored. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private @Nullable Bean<?> resolve(Set<Bean<?>> candidates) {
        return beans.resolve((Set) candidates);
    }
}
