package dev.weir.outbound.client;

import jakarta.annotation.Priority;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;

/** Waits before a request is sent, and looks at its answer. Safe for use by many threads. */
@Priority(ThrottleFilter.LAST)
final class ThrottleFilter implements ClientRequestFilter, ClientResponseFilter {

    /** After all filters that could still answer the request themselves, and before all others that see the answer. */
    static final int LAST = Integer.MAX_VALUE - 1_000;

    private static final String CALL = ThrottleFilter.class.getName();

    private final Begin begin;

    /** Waits for the permit of a request. */
    interface Begin {
        /** What is told of its answer; empty if the request is not limited. */
        Optional<AnsweredCall> begin(ClientRequestContext context) throws InterruptedException;
    }

    ThrottleFilter(Begin begin) {
        this.begin = begin;
    }

    @Override
    public void filter(ClientRequestContext context) throws InterruptedIOException {
        try {
            begin.begin(context).ifPresent(call -> context.setProperty(CALL, call));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the request waited for its permit");
        }
    }

    @Override
    public void filter(ClientRequestContext context, ClientResponseContext response) {
        if (context.getProperty(CALL) instanceof AnsweredCall call) {
            context.removeProperty(CALL);
            Optional<InputStream> body =
                    response.hasEntity() ? Optional.of(response.getEntityStream()) : Optional.empty();
            call.answered(response.getStatus(), response.getHeaders(), body).ifPresent(response::setEntityStream);
        }
    }
}
