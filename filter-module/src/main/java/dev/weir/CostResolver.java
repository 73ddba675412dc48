package dev.weir;

/**
 * Says how many permits a request takes, where that depends on the request. Implementations are CDI beans, named by
 * {@code ratelimit.policy.<name>.cost=bean:<bean name>}. Many threads call them.
 *
 * <pre>
 * &#64;Named("pages")                            // for cost=bean:pages
 * &#64;ApplicationScoped
 * public class PagesOfExport implements CostResolver {
 *     public long cost(IncomingRequest request) {
 *         return request.path().endsWith("/all") ? 50 : 1;
 *     }
 * }
 * </pre>
 */
@FunctionalInterface
public interface CostResolver {

    /**
     * Returns the number of permits that {@code request} takes; what is below 1 counts as 1. It has to answer from
     * memory, because every request waits for it. If this method throws, the cost is 1, and the problem is logged once
     * a minute.
     */
    long cost(IncomingRequest request);
}
