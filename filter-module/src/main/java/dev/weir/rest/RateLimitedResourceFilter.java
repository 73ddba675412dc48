package dev.weir.rest;

import dev.weir.http.Reply;
import dev.weir.http.RequestLimiter.Use;
import dev.weir.http.RequestView;
import dev.weir.runtime.WeirRuntime;
import dev.weir.servlet.ServletExchange;
import dev.weir.servlet.ServletReply;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Refuses an annotated resource method before its parameters are read; after authentication, before authorization. Safe for use
 * by many threads.
 */
@Priority(Priorities.AUTHENTICATION + 500)
final class RateLimitedResourceFilter implements ContainerRequestFilter {

    private final WeirRuntime runtime;
    private final List<Use> uses;
    private final HttpServletRequest current;
    private final HttpServletResponse response;

    /**
     * A filter of one resource method.
     *
     * @param uses the policies of the method
     * @param current stands for the request that a thread serves; on Jersey each use of it costs microseconds
     * @param response stands for its response
     */
    RateLimitedResourceFilter(
            WeirRuntime runtime, List<Use> uses, HttpServletRequest current, HttpServletResponse response) {
        this.runtime = runtime;
        this.uses = List.copyOf(uses);
        this.current = current;
        this.response = response;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        admit(context, () -> uses);
    }

    /** Lets the request pass, or answers it if one of {@code applied} refuses. */
    void admit(ContainerRequestContext context, Supplier<List<Use>> applied) {
        runtime.requests()
                .orFallback(() -> decide(context, applied.get()), () -> uses)
                .ifPresent(
                        reply -> context.abortWith(Responses.of(reply, new ServletReply(runtime, current, response))));
    }

    private Optional<Reply> decide(ContainerRequestContext context, List<Use> applied) {
        // the properties of JAX-RS are the attributes of the servlet request
        ServletExchange seen =
                ServletExchange.among(context::getProperty).orElseGet(() -> ServletExchange.of(current, runtime));
        RequestView view = new ResourceRequestView(seen.request(), context.getSecurityContext());
        return runtime.requests().check(view, seen.exchange(), applied);
    }
}
