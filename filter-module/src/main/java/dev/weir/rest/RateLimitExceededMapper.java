package dev.weir.rest;

import dev.weir.RateLimitExceededException;
import dev.weir.http.Exchange;
import dev.weir.http.Reply;
import dev.weir.http.RequestView;
import dev.weir.runtime.WeirRuntime;
import dev.weir.servlet.ServletExchange;
import dev.weir.servlet.ServletRequestView;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.jspecify.annotations.NullUnmarked;

/** Gives a refusal that a bean threw the same response as one before the resource. */
@NullUnmarked // JAX-RS injects the fields
public class RateLimitExceededMapper implements ExceptionMapper<RateLimitExceededException> {

    @Context
    private HttpServletRequest request;

    @Override
    public Response toResponse(RateLimitExceededException refusal) {
        WeirRuntime runtime = WeirRuntime.currentOrStarted();
        RequestView view = new ServletRequestView(request, runtime.clientAddress());
        Exchange exchange = ServletExchange.of(request, runtime);
        Reply reply = runtime.requests().refuse(view, exchange, refusal.refusals());
        return Responses.of(reply);
    }
}
