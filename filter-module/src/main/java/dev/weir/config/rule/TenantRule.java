package dev.weir.config.rule;

import dev.weir.match.PathSegment;
import dev.weir.text.Suggestion;
import dev.weir.text.Values;
import java.util.List;

/** The rule by which the tenant of a request is found. Immutable. */
public sealed interface TenantRule {

    /** A header that the trusted proxies write. */
    record ByHeader(String name) implements TenantRule {}

    /** A claim of the caller's token, which the server has verified. */
    record ByClaim(String name) implements TenantRule {}

    /** What stands behind the last {@code @} of the principal's name. */
    record ByPrincipalDomain() implements TenantRule {}

    /** The first label of the host that the client asks for. */
    record ByHost() implements TenantRule {}

    /** A segment of the path. */
    record ByPath(PathSegment segment) implements TenantRule {}

    /** A bean of the application, by its name. */
    record ByBean(String name) implements TenantRule {}

    /** No request has a tenant: the code of the application names it. */
    record ByCode() implements TenantRule {}

    /** Reads a rule; the message of the exception says what is expected. */
    static TenantRule read(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon + 1);
        String rest = colon < 0 ? "" : text.substring(colon + 1).strip();
        return switch (kind) {
            case "header:" -> new ByHeader(Values.headerName(rest));
            case "claim:" -> new ByClaim(claim(rest));
            case "principal-domain" -> new ByPrincipalDomain();
            case "host" -> new ByHost();
            case "path:" -> new ByPath(PathSegment.parse(rest, "{tenant}"));
            case "bean:" -> new ByBean(Values.beanName(rest));
            case "code" -> new ByCode();
            default ->
                throw new IllegalArgumentException("must be one of header:<name>, claim:<name>, principal-domain,"
                        + " host, path:<pattern with {tenant}>, bean:<name>, code"
                        + Suggestion.of(
                                kind,
                                List.of("header:", "claim:", "principal-domain", "host", "path:", "bean:", "code")));
        };
    }

    private static String claim(String text) {
        if (!text.matches("\\S+")) {
            throw new IllegalArgumentException("expected claim:<name of a claim>");
        }
        return text;
    }
}
