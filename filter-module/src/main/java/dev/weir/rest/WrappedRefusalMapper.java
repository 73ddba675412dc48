package dev.weir.rest;

import dev.weir.http.ThrownRefusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.glassfish.jersey.spi.ExtendedExceptionMapper;
import org.jspecify.annotations.NullUnmarked;

/**
 * Gives a refusal that other exceptions wrap the response of a refusal. Only Jersey lets a mapper look at the exception before it
 * takes it; loaded only where there is Jersey. A mapper of the application for the very class of the wrapper comes first.
 */
@NullUnmarked // JAX-RS injects the fields
public class WrappedRefusalMapper implements ExtendedExceptionMapper<RuntimeException> {

    @Context
    private HttpServletRequest request;

    @Context
    private HttpServletResponse response;

    @Override
    public boolean isMappable(RuntimeException thrown) {
        return ThrownRefusal.in(thrown).isPresent() && Responses.isPossible(thrown, request, response);
    }

    @Override
    public Response toResponse(RuntimeException thrown) {
        return Responses.of(ThrownRefusal.in(thrown).orElseThrow(), request, response);
    }
}
