package dev.weir.rest;

import dev.weir.RateLimitExceededException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.jspecify.annotations.NullUnmarked;

/** Maps a refusal that a bean threw to the same response as a refusal before the resource. */
@NullUnmarked // JAX-RS injects the fields
public class RateLimitExceededMapper implements ExceptionMapper<RateLimitExceededException> {

    @Context
    private HttpServletRequest request;

    @Context
    private HttpServletResponse response;

    @Override
    public Response toResponse(RateLimitExceededException refusal) {
        if (!Responses.isPossible(refusal, request, response)) {
            throw refusal;
        }
        return Responses.of(refusal.refusals(), request, response);
    }
}
