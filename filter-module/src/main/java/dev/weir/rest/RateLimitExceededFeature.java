package dev.weir.rest;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;

/** Registers {@link RateLimitExceededMapper}; found by JAX-RS through the service loader. */
public final class RateLimitExceededFeature implements Feature {

    @Override
    public boolean configure(FeatureContext context) {
        context.register(RateLimitExceededMapper.class);
        return true;
    }
}
