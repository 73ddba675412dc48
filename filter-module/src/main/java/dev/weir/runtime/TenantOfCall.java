package dev.weir.runtime;

import dev.weir.Key;
import dev.weir.Scope;
import dev.weir.config.rule.KeyRule;
import dev.weir.http.KeyExtractor;
import java.util.Optional;

/**
 * For whom a call of the application goes out: the tenant of the request that causes it. Safe for use by many threads.
 *
 * @param keys finds the tenant of a request
 */
record TenantOfCall(Policies policies, KeyExtractor keys) {

    /** The scope of {@code policy}; empty if a header or a bean makes its key, or if there is no such policy. */
    Optional<Scope> scope(String policy) {
        return policies.find(policy).flatMap(found -> found.key().asScope());
    }

    /** Whether the scope of {@code policy} is the tenant. */
    boolean isScopeOf(String policy) {
        return rule(policy).isPresent();
    }

    /** The tenant of the request that this thread serves. The address that stands in for one that fails is none. */
    Optional<Key> find(String policy) {
        return rule(policy).flatMap(rule -> keys.tenant(rule.from())).filter(key -> key.kind() == Key.Kind.TENANT);
    }

    private Optional<KeyRule.ByTenant> rule(String policy) {
        return policies.find(policy)
                .flatMap(found ->
                        found.key() instanceof KeyRule.ByTenant byTenant ? Optional.of(byTenant) : Optional.empty());
    }
}
