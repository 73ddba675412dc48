package dev.weir.rest;

import dev.weir.RateLimitExceededException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.glassfish.jersey.spi.ExtendedExceptionMapper;
import org.jspecify.annotations.NullUnmarked;

/**
 * Replaces {@link RateLimitExceededMapper} in Jersey, where a mapper can leave an exception to the container. A
 * response that is already committed cannot report a refusal, and must not end as if it were complete.
 */
@NullUnmarked // JAX-RS injects the fields
public class RefusalMapper implements ExtendedExceptionMapper<RateLimitExceededException> {

    @Context
    private HttpServletRequest request;

    @Context
    private HttpServletResponse response;

    @Override
    public boolean isMappable(RateLimitExceededException refusal) {
        return Responses.isPossible(refusal, request, response);
    }

    @Override
    public Response toResponse(RateLimitExceededException refusal) {
        return Responses.of(refusal.refusals(), request, response);
    }
}
