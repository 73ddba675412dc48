package dev.weir;

/**
 * Makes the key of a request: what a scope does, in the application's own words. Implementations are CDI beans, named by
 * {@link RateLimited#key} or {@code ratelimit.policy.<name>.key-resolver=<bean name>}, and are called by many threads.
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
     * The key of {@code request}, never null. What a caller can choose at will, such as a header that nobody has checked, makes a
     * poor key: each new value has a limit of its own. If this throws or has none, the key is the client address, and the problem is
     * logged once a minute.
     */
    Key resolve(IncomingRequest request);
}
