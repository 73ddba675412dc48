package dev.weir.rest;

import dev.weir.reply.ThrownRefusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.glassfish.jersey.spi.ExtendedExceptionMapper;
import org.jspecify.annotations.NullUnmarked;

/**
 * Maps a refusal that other exceptions wrap to the response of a refusal. Only Jersey lets a mapper inspect the
 * exception before it accepts it; loaded only where Jersey is present. If the application has a mapper for the
 * wrapper's own class, that one is used.
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
