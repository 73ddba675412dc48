package dev.weir;

import java.util.Optional;

/**
 * Finds the tenant of a request. An implementation is a CDI bean, chosen by {@code ratelimit.tenant.from=bean:<name>}.
 * Many threads call it.
 *
 * <pre>
 * &#64;Named("accounts")                         // for ratelimit.tenant.from=bean:accounts
 * &#64;ApplicationScoped
 * public class Accounts implements TenantResolver {
 *     public Optional&lt;String&gt; tenant(IncomingRequest request) {
 *         return request.principal().map(this::accountOf);
 *     }
 * }
 * </pre>
 */
@FunctionalInterface
public interface TenantResolver {

    /**
     * Returns the tenant's id, or empty if the request has no tenant: policies of scope {@code tenant} do not apply to
     * it then. A value that callers choose freely is no identity: with it they could use up the limit of another
     * tenant, or have a new limit for each request. If this method throws or returns null, the key is the client
     * address, and the problem is logged once a minute.
     */
    Optional<String> tenant(IncomingRequest request);
}
