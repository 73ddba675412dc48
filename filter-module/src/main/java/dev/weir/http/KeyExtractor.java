package dev.weir.http;

import dev.weir.Key;
import dev.weir.KeyResolver;
import dev.weir.Scope;
import dev.weir.config.rule.CostRule;
import dev.weir.config.rule.KeyRule;
import dev.weir.config.rule.TenantRule;
import dev.weir.log.OncePerMinuteLog;
import java.util.List;
import java.util.Optional;

/** Makes the key of a request, and says what it costs, by the rules of a policy. Safe for use by many threads. */
public final class KeyExtractor {

    private final KeyResolvers resolvers;
    private final OncePerMinuteLog problems;

    /**
     * Makes keys by the application's {@code resolvers} where a rule names one; their exceptions are logged to
     * {@code problems}.
     */
    public KeyExtractor(KeyResolvers resolvers, OncePerMinuteLog problems) {
        this.resolvers = resolvers;
        this.problems = problems;
    }

    /** Returns the key of {@code request}; empty if the policy does not apply to it. */
    Optional<Key> resolve(KeyRule rule, RequestView request) {
        if (rule instanceof KeyRule.ByScope byScope) {
            return resolve(byScope.scope(), request);
        }
        if (rule instanceof KeyRule.ByHeader byHeader) {
            return request.header(byHeader.name()).map(Key::header);
        }
        if (rule instanceof KeyRule.ByTenant byTenant) {
            return tenant(byTenant.from(), request);
        }
        return Optional.of(custom(rule, request));
    }

    /** The permits that {@code request} takes of a policy: 1 or more, whatever the rule comes to. */
    long cost(AppliedPolicy use, RequestView request) {
        CostRule rule = use.policy().configuredCost().orElse(null);
        if (rule instanceof CostRule.ByHeader byHeader) {
            return number(request.linesOfTrustedProxy(byHeader.name()));
        }
        return rule instanceof CostRule.ByBean byBean ? cost(byBean, request) : use.cost();
    }

    /** The only line's number; 1 if a proxy sent none, or something else; the largest one for any that is larger. */
    private static long number(List<String> lines) {
        String text = lines.size() == 1 ? lines.get(0).strip() : "";
        try {
            return Math.max(1, Long.parseLong(text));
        } catch (NumberFormatException e) {
            return isNumber(text) ? Long.MAX_VALUE : 1;
        }
    }

    private static boolean isNumber(String text) {
        String digits = text.startsWith("+") ? text.substring(1) : text;
        return !digits.isEmpty() && digits.chars().allMatch(Character::isDigit);
    }

    private long cost(CostRule.ByBean byBean, RequestView request) {
        try {
            return Math.max(1, resolvers.costs(byBean.name()).cost(request));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            problems.warn("a CostResolver failed, the request takes one permit instead", e);
            return 1;
        }
    }

    /** The tenant of the request that this thread serves; empty if it serves none, or one without a tenant. */
    public Optional<Key> tenant(TenantRule rule) {
        return resolvers.request().flatMap(request -> tenant(rule, request));
    }

    private Optional<Key> tenant(TenantRule rule, RequestView request) {
        if (!(rule instanceof TenantRule.ByBean byBean)) {
            return TenantOfRequest.find(rule, request).map(Key::tenant);
        }
        try {
            return resolvers.tenants(byBean.name()).tenant(request).map(Key::tenant);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            problems.warn("a TenantResolver failed, the client address is the key instead", e);
            return Optional.of(address(request));
        }
    }

    private static Optional<Key> resolve(Scope scope, RequestView request) {
        Optional<Key> user = request.principal().map(Key::user);
        return switch (scope) {
            case ANONYMOUS -> user.isPresent() ? Optional.empty() : Optional.of(address(request));
            case USER -> user;
            case CLIENT -> user.or(() -> Optional.of(address(request)));
            case ADDRESS, LOGIN -> Optional.of(address(request));
            case SESSION -> request.sessionId().map(Key::session);
            case GLOBAL -> Optional.of(Key.global());
            // a policy of this scope has a rule that says where the tenant is found
            case TENANT -> Optional.empty();
        };
    }

    private Key custom(KeyRule rule, RequestView request) {
        try {
            KeyResolver resolver = rule instanceof KeyRule.ByBeanName byName
                    ? resolvers.named(byName.name())
                    : resolvers.ofType(((KeyRule.ByBeanClass) rule).type());
            Key key = resolver.resolve(request);
            if (key != null) {
                return key;
            }
            throw new IllegalStateException(resolver.getClass().getName() + " returned no key");
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            problems.warn("a KeyResolver failed, the client address is the key instead", e);
            return address(request);
        }
    }

    private static Key address(RequestView request) {
        return Key.address(request.clientAddress());
    }
}
