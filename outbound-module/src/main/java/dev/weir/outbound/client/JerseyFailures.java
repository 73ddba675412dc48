package dev.weir.outbound.client;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import org.glassfish.jersey.client.spi.PostInvocationInterceptor;

/**
 * Says that a request has failed without an answer, where the client is Jersey. Immutable; safe for use by many
 * threads.
 */
final class JerseyFailures implements PostInvocationInterceptor {

    @Override
    public void afterRequest(ClientRequestContext request, ClientResponseContext response) {
        // the filter has seen the answer
    }

    @Override
    public void onException(ClientRequestContext request, ExceptionContext context) {
        Throwable thrown = context.getThrowables().peekFirst();
        if (thrown != null) {
            Throwable cause = thrown.getCause();
            ThrottleFilter.failed(request, thrown instanceof ProcessingException && cause != null ? cause : thrown);
        }
    }
}
