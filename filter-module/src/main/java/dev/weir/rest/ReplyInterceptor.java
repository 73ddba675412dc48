package dev.weir.rest;

import dev.weir.reply.ThrownRefusal;
import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import org.jspecify.annotations.NullUnmarked;

/**
 * Writes a refusal unchanged. It is the first of all interceptors, so that none of the application's interceptors
 * compresses or wraps it. It runs after all response filters, whose fields are for the application's own
 * representations. Leaves every other entity unchanged.
 */
@Priority(Integer.MIN_VALUE)
@NullUnmarked // JAX-RS injects the fields
public final class ReplyInterceptor implements WriterInterceptor {

    @Context
    private HttpServletRequest request;

    @Context
    private HttpServletResponse response;

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        if (context.getEntity() instanceof ReplyEntity reply) {
            reply.writeTo(context);
        } else {
            proceed(context);
        }
    }

    /**
     * Calls the next interceptor. An exception after the response is committed is not mapped: Jersey logs it, and ends
     * the response.
     */
    private void proceed(WriterInterceptorContext context) throws IOException {
        try {
            context.proceed();
        } catch (RuntimeException e) {
            if (ThrownRefusal.in(e).isPresent()) {
                boolean unused = Responses.isPossible(e, request, response);
            }
            throw e;
        }
    }
}
