package dev.weir.rest;

import dev.weir.Decision;
import dev.weir.http.RequestLimiter;
import dev.weir.http.RequestLimiter.Use;
import dev.weir.http.RequestView;
import dev.weir.runtime.WeirRuntime;
import dev.weir.servlet.ServletExchange;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.List;

/**
 * Refuses an annotated resource method before its parameters are read; after authentication, before authorization. Safe for use
 * by many threads.
 */
@Priority(Priorities.AUTHENTICATION + 500)
final class RateLimitedResourceFilter implements ContainerRequestFilter {

    private final WeirRuntime runtime;
    private final List<Use> uses;
    private final HttpServletRequest current;

    /**
     * A filter of one resource method.
     *
     * @param uses the policies of the method
     * @param current stands for the request that a thread serves; on Jersey each use of it costs microseconds
     */
    RateLimitedResourceFilter(WeirRuntime runtime, List<Use> uses, HttpServletRequest current) {
        this.runtime = runtime;
        this.uses = List.copyOf(uses);
        this.current = current;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        admit(context, uses);
    }

    /** Lets the request pass, or answers it if one of {@code applied} refuses. */
    void admit(ContainerRequestContext context, List<Use> applied) {
        // the properties of JAX-RS are the attributes of the servlet request
        ServletExchange seen =
                ServletExchange.among(context::getProperty).orElseGet(() -> ServletExchange.of(current, runtime));
        RequestView view = new ResourceRequestView(seen.request(), context.getSecurityContext());
        RequestLimiter requests = runtime.requests();
        List<Decision> refusals = requests.admit(view, seen.exchange(), applied);
        if (!refusals.isEmpty()) {
            context.abortWith(Responses.of(requests.refuse(view, seen.exchange(), refusals)));
        }
    }
}
