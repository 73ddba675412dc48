package dev.weir.config;

import dev.weir.Scope;
import dev.weir.config.Property.OfPolicy;
import dev.weir.config.rule.KeyRule;
import dev.weir.config.rule.TenantRule;
import dev.weir.config.source.PropertySource;
import dev.weir.text.Values;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads by what a policy tells clients apart.
 *
 * @param source tells what is configured from what a site declares
 * @param tenants the rule for the tenant of a request, without which no policy can have that scope
 * @param find the value of a property of the policy, and its origin
 */
record KeyReader(
        Problems problems,
        PropertySource source,
        Optional<TenantRule> tenants,
        Function<OfPolicy, Optional<PolicyReader.Found>> find) {

    private static final String HEADER_SCOPE = "header:";

    /** The rule of the policy called {@code name}; problems are recorded. */
    KeyRule read(String name, List<Declaration> declared) {
        Optional<PolicyReader.Found> bean = find.apply(OfPolicy.KEY_RESOLVER);
        Optional<PolicyReader.Found> scope = find.apply(OfPolicy.SCOPE);
        if (bean.isPresent()) {
            scope.filter(found -> source.get(found.origin()).isPresent())
                    .ifPresent(found ->
                            problems.add(found.origin(), "a policy with a key-resolver has no scope", found.text()));
            return new KeyRule.ByBeanName(bean.get().text());
        }
        if (source.get(OfPolicy.SCOPE.of(name)).isEmpty()) {
            for (Declaration declaration : declared) {
                if (declaration.resolver().isPresent()) {
                    return new KeyRule.ByBeanClass(declaration.resolver().get());
                }
            }
        }
        return scope.flatMap(found -> problems.read(found.origin(), found.text(), this::scope))
                .orElse(new KeyRule.ByScope(Scope.CLIENT));
    }

    private KeyRule scope(String text) {
        if (text.startsWith(HEADER_SCOPE)) {
            return new KeyRule.ByHeader(Values.headerName(text.substring(HEADER_SCOPE.length())));
        }
        Scope scope = Values.choice(Scope.class, text, "header:<name>");
        return scope == Scope.TENANT ? new KeyRule.ByTenant(tenantRule()) : new KeyRule.ByScope(scope);
    }

    private TenantRule tenantRule() {
        return tenants.orElseThrow(
                () -> new IllegalArgumentException("scope tenant needs " + Property.TENANT_FROM.fullName()));
    }

    /** Whether the scope is tenant, also where that is a problem for want of a rule that finds the tenant. */
    boolean isOfTenants(KeyRule key) {
        return key instanceof KeyRule.ByTenant
                || find.apply(OfPolicy.SCOPE)
                        .filter(found -> found.text().equals("tenant"))
                        .isPresent();
    }
}
