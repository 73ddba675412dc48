package dev.weir.rest;

import dev.weir.http.AppliedPolicy;
import dev.weir.http.RequestView;
import dev.weir.reply.Reply;
import dev.weir.runtime.WeirRuntime;
import dev.weir.servlet.ServletReply;
import dev.weir.servlet.ServletRequestDecisions;
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
 * Refuses an annotated resource method before its parameters are read; after authentication, before authorization. Safe
 * for use by many threads.
 */
@Priority(Priorities.AUTHENTICATION + 500)
final class RateLimitedResourceFilter implements ContainerRequestFilter {

    private final WeirRuntime runtime;
    private final List<AppliedPolicy> uses;
    private final HttpServletRequest current;
    private final HttpServletResponse response;

    /**
     * Creates a filter of one resource method.
     *
     * @param uses the policies of the method
     * @param current a proxy of the request that a thread serves; on Jersey each use of it costs microseconds
     * @param response a proxy of its response
     */
    RateLimitedResourceFilter(
            WeirRuntime runtime, List<AppliedPolicy> uses, HttpServletRequest current, HttpServletResponse response) {
        this.runtime = runtime;
        this.uses = List.copyOf(uses);
        this.current = current;
        this.response = response;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        admit(context, () -> uses);
    }

    /** Admits the request, or answers it if one of {@code applied} refuses. */
    void admit(ContainerRequestContext context, Supplier<List<AppliedPolicy>> applied) {
        runtime.requests()
                .orFallback(() -> decide(context, applied.get()), () -> uses)
                .ifPresent(
                        reply -> context.abortWith(Responses.of(reply, new ServletReply(runtime, current, response))));
    }

    private Optional<Reply> decide(ContainerRequestContext context, List<AppliedPolicy> applied) {
        // the properties of JAX-RS are the attributes of the servlet request
        ServletRequestDecisions seen = ServletRequestDecisions.among(context::getProperty)
                .orElseGet(() -> ServletRequestDecisions.of(current, runtime));
        RequestView view = new ResourceRequestView(seen.request(), context.getSecurityContext());
        return runtime.requests().check(view, seen.requestDecisions(), applied);
    }
}
