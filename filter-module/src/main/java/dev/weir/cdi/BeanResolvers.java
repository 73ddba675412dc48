package dev.weir.cdi;

import dev.weir.KeyResolver;
import dev.weir.config.KeyRule;
import dev.weir.http.KeyResolvers;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Key resolvers that are beans of the application; looked up once each. */
final class BeanResolvers implements KeyResolvers {

    private final BeanManager beans;
    private final Map<Object, KeyResolver> found = new ConcurrentHashMap<>();

    BeanResolvers(BeanManager beans) {
        this.beans = beans;
    }

    @Override
    public boolean knows(KeyRule rule) {
        if (rule instanceof KeyRule.ByBeanName byName) {
            return !beans.getBeans(KeyResolver.class, NamedLiteral.of(byName.name()))
                    .isEmpty();
        }
        return !(rule instanceof KeyRule.ByBeanClass byClass)
                || !beans.getBeans(byClass.type()).isEmpty();
    }

    @Override
    public KeyResolver named(String name) {
        return found.computeIfAbsent(
                name, each -> one(instances().select(KeyResolver.class, NamedLiteral.of(name)), name));
    }

    @Override
    public KeyResolver ofType(Class<? extends KeyResolver> type) {
        return found.computeIfAbsent(type, each -> one(instances().select(type), type.getName()));
    }

    private Instance<Object> instances() {
        return beans.createInstance();
    }

    private static KeyResolver one(Instance<? extends KeyResolver> candidates, String what) {
        if (!candidates.isResolvable()) {
            throw new IllegalArgumentException("expected one KeyResolver bean, was \"" + what + "\"");
        }
        return candidates.get();
    }
}
