package dev.weir.http;

import dev.weir.config.rule.TenantRule;
import dev.weir.engine.UserName;
import dev.weir.match.PathSegment;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the tenant of a request. What clients can write in several ways, a host, a domain or a path, has one spelling
 * here, so that another spelling is no other limit. Stateless.
 */
final class TenantOfRequest {

    /**
     * The tenant of all requests whose path the parts of a server understand as that of different tenants. No segment
     * of a path has a slash, so no tenant has this name; all such requests share one limit, whatever they name.
     */
    static final String DISPUTED = "/";

    private static final int LONGEST_LABEL = 63;

    private TenantOfRequest() {}

    /** The tenant by {@code rule}; empty if the request has none. */
    static Optional<String> find(TenantRule rule, RequestView request) {
        Optional<String> found = Optional.empty();
        if (rule instanceof TenantRule.ByHeader byHeader) {
            found = lastElement(request.linesOfTrustedProxy(byHeader.name()));
        } else if (rule instanceof TenantRule.ByClaim byClaim) {
            found = request.claim(byClaim.name()).map(String::strip);
        } else if (rule instanceof TenantRule.ByPrincipalDomain) {
            found = request.principal().flatMap(TenantOfRequest::domain);
        } else if (rule instanceof TenantRule.ByHost) {
            found = request.host().flatMap(TenantOfRequest::firstLabel);
        } else if (rule instanceof TenantRule.ByPath byPath) {
            found = segment(byPath.segment(), request);
        }
        return found.filter(tenant -> !tenant.isEmpty());
    }

    /** The element that was written last: a proxy that adds its own leaves what the client sent before it. */
    private static Optional<String> lastElement(List<String> lines) {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        String last = lines.get(lines.size() - 1);
        return Optional.of(last.substring(last.lastIndexOf(',') + 1).strip());
    }

    /** What stands behind the last {@code @}: before it, a quoted name can have others. */
    private static Optional<String> domain(String principal) {
        int at = principal.lastIndexOf('@');
        return at < 0
                ? Optional.empty()
                : Optional.of(
                        withoutRoot(UserName.fold(principal.substring(at + 1).strip())));
    }

    /** A name may end with the dot of the root, and is the same name without it. */
    private static String withoutRoot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /**
     * The first label of a host that has more than one. An IP literal has no tenant, and what is no host name at all
     * has none.
     */
    private static Optional<String> firstLabel(String host) {
        int port = host.indexOf(':');
        String[] labels = withoutRoot(port < 0 ? host : host.substring(0, port)).split("\\.", -1);
        boolean named = labels.length > 1 && !isNumber(labels[labels.length - 1]);
        for (String label : labels) {
            named &= isLabel(label);
        }
        return named ? Optional.of(UserName.fold(labels[0])) : Optional.empty();
    }

    /** Whether {@code label} is one of letters, digits, hyphens and underscores. */
    private static boolean isLabel(String label) {
        boolean valid = !label.isEmpty() && label.length() <= LONGEST_LABEL;
        for (int i = 0; valid && i < label.length(); i++) {
            char c = label.charAt(i);
            valid = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '-' || c == '_';
        }
        return valid;
    }

    /** The last label of an IPv4 literal is a number, that of a name never is. */
    private static boolean isNumber(String label) {
        return !label.isEmpty() && isDigit(label.charAt(0));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static Optional<String> segment(PathSegment segment, RequestView request) {
        Set<String> found = segment.in(request.path(), request.otherReadings());
        if (found.size() > 1) {
            return Optional.of(DISPUTED);
        }
        return found.stream().findFirst().map(UserName::fold);
    }
}
