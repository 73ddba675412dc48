package dev.weir.rest;

import dev.weir.Decision;
import dev.weir.http.Exchange;
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
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** Refuses an annotated resource method before its parameters are read; after authentication, before authorization. */
@Priority(Priorities.AUTHENTICATION + 500)
@NullUnmarked // JAX-RS injects the fields
public class RateLimitedResourceFilter implements ContainerRequestFilter {

    @Context
    private ResourceInfo resource;

    @Context
    private HttpServletRequest request;

    @Override
    public void filter(ContainerRequestContext context) {
        WeirRuntime runtime = WeirRuntime.currentOrStarted();
        SecurityContext security = context.getSecurityContext();
        RequestView view = new ResourceRequestView(request, runtime.clientAddress(), security);
        Exchange exchange = ServletExchange.of(request, runtime);
        List<Use> uses = runtime.policies().at(resource.getResourceClass(), resource.getResourceMethod());
        RequestLimiter requests = runtime.requests();
        List<Decision> refusals = requests.admit(view, exchange, uses);
        if (!refusals.isEmpty()) {
            context.abortWith(Responses.of(requests.refuse(view, exchange, refusals)));
        }
    }
}
