package dev.weir.rest;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;

/** Registers what turns refusals into responses; found by JAX-RS through the service loader. */
public final class RateLimitExceededFeature implements Feature {

    @Override
    public boolean configure(FeatureContext context) {
        context.register(ReplyInterceptor.class);
        if (isJersey()) {
            context.register(RefusalMapper.class);
            context.register(WrappedRefusalMapper.class);
        } else {
            context.register(RateLimitExceededMapper.class);
        }
        return true;
    }

    private static boolean isJersey() {
        try {
            Class.forName(
                    "org.glassfish.jersey.spi.ExtendedExceptionMapper",
                    false,
                    Thread.currentThread().getContextClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
