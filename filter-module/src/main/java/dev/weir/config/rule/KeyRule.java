package dev.weir.config.rule;

import dev.weir.KeyResolver;
import dev.weir.Scope;
import java.util.Optional;

/** The rule by which a policy makes keys. Immutable. */
public sealed interface KeyRule {

    /** The scope that this is; empty for a header and a bean. */
    default Optional<Scope> asScope() {
        if (this instanceof ByTenant) {
            return Optional.of(Scope.TENANT);
        }
        return this instanceof ByScope byScope ? Optional.of(byScope.scope()) : Optional.empty();
    }

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
