package dev.weir.outbound.client;

import jakarta.annotation.Priority;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.core.Configurable;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;

/** Waits before a request is sent, and looks at its answer. Safe for use by many threads. */
@Priority(ThrottleFilter.LAST)
final class ThrottleFilter implements ClientRequestFilter, ClientResponseFilter {

    /** After all filters that could still answer the request themselves, and before all others that see the answer. */
    static final int LAST = Integer.MAX_VALUE - 1_000;

    private static final String CALL = ThrottleFilter.class.getName();
    private static final String JERSEY = "org.glassfish.jersey.";

    private final Begin begin;

    /** Waits for the permit of a request. */
    interface Begin {
        /** What is told of its answer; empty if the request is not limited. */
        Optional<AnsweredCall> begin(ClientRequestContext context) throws InterruptedException;
    }

    ThrottleFilter(Begin begin) {
        this.begin = begin;
    }

    /**
     * Registers it. Jakarta REST has nothing that is told of a request without an answer; Jersey, the client of Payara
     * and GlassFish, has.
     */
    void registerAt(Configurable<?> client) {
        client.register(this);
        if (client.getConfiguration().getClass().getName().startsWith(JERSEY)) {
            try {
                client.register(new JerseyFailures());
            } catch (LinkageError e) {
                // the application does not see these classes: its requests without an answer end by their deadline
                System.getLogger(ThrottleFilter.class.getName())
                        .log(System.Logger.Level.DEBUG, "failures are not noticed", e);
            }
        }
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

    /** The request has no answer. */
    static void failed(ClientRequestContext context, Throwable cause) {
        if (context.getProperty(CALL) instanceof AnsweredCall call) {
            context.removeProperty(CALL);
            call.failed(cause);
        }
    }
}
