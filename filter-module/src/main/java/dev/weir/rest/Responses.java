package dev.weir.rest;

import dev.weir.http.Reply;
import dev.weir.servlet.ServletReply;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** Replies as JAX-RS writes them. */
final class Responses {

    private Responses() {}

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
