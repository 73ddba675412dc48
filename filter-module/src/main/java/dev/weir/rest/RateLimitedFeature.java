package dev.weir.rest;

import dev.weir.http.AppliedPolicy;
import dev.weir.runtime.WeirApplications;
import dev.weir.runtime.WeirRuntime;
import dev.weir.servlet.WeirInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.FeatureContext;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** Registers the limiter for annotated resource methods; JAX-RS finds it through the service loader. */
@NullUnmarked // JAX-RS injects the fields
public final class RateLimitedFeature implements DynamicFeature {

    @Context
    private HttpServletRequest current;

    @Context
    private HttpServletResponse response;

    @Context
    private ServletContext application;

    /** @throws IllegalStateException if a policy has a concurrency, and nothing tells when responses end */
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        WeirRuntime runtime = WeirApplications.currentOrStarted();
        List<AppliedPolicy> uses = runtime.policies().at(resource.getResourceClass(), resource.getResourceMethod());
        if (runtime.isEnabled()) {
            WeirInitializer.requireFilter(uses, application);
        }
        if (runtime.isEnabled() && runtime.responses().areMonitored()) {
            EndpointTemplate.of(resource, current).ifPresent(context::register);
        }
        if (runtime.isEnabled() && runtime.policies().limitsLocators()) {
            context.register(new LocatedResourceFilter(runtime, uses, current, response));
        } else if (runtime.isEnabled() && !uses.isEmpty()) {
            context.register(new RateLimitedResourceFilter(runtime, uses, current, response));
        }
    }
}
