package dev.weir.rest;

import dev.weir.runtime.WeirRuntime;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.FeatureContext;
import java.lang.reflect.Method;
import org.jspecify.annotations.NullUnmarked;

/** Puts the limiter in front of resource methods that are annotated; found by JAX-RS through the service loader. */
@NullUnmarked // JAX-RS injects the field
public final class RateLimitedFeature implements DynamicFeature {

    @Context
    private HttpServletRequest current;

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        WeirRuntime runtime = WeirRuntime.currentOrStarted();
        Class<?> type = resource.getResourceClass();
        Method method = resource.getResourceMethod();
        if (runtime.isEnabled() && !runtime.policies().at(type, method).isEmpty()) {
            context.register(new RateLimitedResourceFilter(type, method, current));
        }
    }
}
