package dev.weir.http;

import dev.weir.KeyResolver;
import dev.weir.config.KeyRule;
import java.util.Map;

/** Key resolvers by the names that a test gives them. */
record ListedResolvers(Map<String, KeyResolver> byName) implements KeyResolvers {

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
