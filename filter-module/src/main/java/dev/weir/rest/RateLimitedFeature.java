package dev.weir.rest;

import dev.weir.runtime.WeirRuntime;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/** Puts the limiter in front of resource methods that are annotated; found by JAX-RS through the service loader. */
public final class RateLimitedFeature implements DynamicFeature {

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        WeirRuntime runtime = WeirRuntime.currentOrStarted();
        if (!runtime.policies()
                .at(resource.getResourceClass(), resource.getResourceMethod())
                .isEmpty()) {
            context.register(RateLimitedResourceFilter.class);
        }
    }
}
