package dev.weir.config;

import dev.weir.config.rule.KeyRule;

/** Tells which beans that rules name the application has. */
@FunctionalInterface
public interface KnownBeans {

    /** Whether the resolver that {@code rule} names can be found; true for rules that name none. */
    boolean knows(KeyRule rule);

    /** Whether there is a {@link dev.weir.CostResolver} of that name. */
    default boolean knowsCosts(String name) {
        return true;
    }
}
