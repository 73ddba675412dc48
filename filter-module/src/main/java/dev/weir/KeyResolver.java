package dev.weir;

/**
 * Makes the key of a request: a scope that the application implements. Implementations are CDI beans, named by
 * {@link RateLimited#key} or {@code ratelimit.policy.<name>.key-resolver=<bean name>}. Many threads call them.
 *
 * <pre>
 * &#64;Named("apiKey")                            // for key-resolver=apiKey
 * &#64;ApplicationScoped
 * public class ApiKeyResolver implements KeyResolver {
 *     public Key resolve(IncomingRequest request) {
 *         return request.header("X-Api-Key").map(Key::header).orElseGet(() -&gt; Key.address(request.clientAddress()));
 *     }
 * }
 * </pre>
 */
@FunctionalInterface
public interface KeyResolver {

    /**
     * Returns the key of {@code request}, never null. A value that callers choose freely, such as a header that is not
     * verified, is a poor key: each new value has a limit of its own. If this method throws or returns null, the key is
     * the client address, and the problem is logged once a minute.
     */
    Key resolve(IncomingRequest request);
}
