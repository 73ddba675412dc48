package dev.weir.rest;

import dev.weir.Decision;
import dev.weir.http.Reply;
import dev.weir.runtime.WeirRuntime;
import dev.weir.servlet.ServletExchange;
import dev.weir.servlet.ServletReply;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Replies as JAX-RS writes them. */
final class Responses {

    private Responses() {}

    /** The response to {@code request}, behind which a bean was refused. */
    static Response of(List<Decision> refusals, HttpServletRequest request, HttpServletResponse response) {
        WeirRuntime runtime = WeirRuntime.currentOrStarted();
        ServletExchange seen = ServletExchange.of(request, runtime);
        Reply reply = runtime.requests().refuse(seen.request(), seen.exchange(), refusals);
        return of(reply, new ServletReply(runtime, request, response));
    }

    /** Takes out of {@code written} what the application set there; it can go through a wrapper that encodes. */
    static Response of(Reply reply, ServletReply written) {
        written.prepare(reply, true);
        Response.ResponseBuilder response = Response.status(reply.status());
        reply.fields().forEach(response::header);
        // also for HEAD, where JAX-RS leaves it out: a response without an entity can become a sendError
        return response.type(reply.contentType())
                .entity(reply.body().getBytes(StandardCharsets.UTF_8))
                .build();
    }
}
