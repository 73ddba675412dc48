package dev.weir.rest;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;

/** Registers the mappers that turn refusals into responses; JAX-RS finds it through the service loader. */
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
