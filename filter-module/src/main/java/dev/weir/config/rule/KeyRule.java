package dev.weir.config.rule;

import dev.weir.KeyResolver;
import dev.weir.Scope;

/** The rule by which a policy makes keys. Immutable. */
public sealed interface KeyRule {

    /** A scope. */
    record ByScope(Scope scope) implements KeyRule {}

    /** The value of a request header. */
    record ByHeader(String name) implements KeyRule {}

    /** The tenant of the request. */
    record ByTenant(TenantRule from) implements KeyRule {}

    /** A bean of the application, by its name. */
    record ByBeanName(String name) implements KeyRule {}

    /** A bean of the application, by its class. */
    record ByBeanClass(Class<? extends KeyResolver> type) implements KeyRule {}
}
