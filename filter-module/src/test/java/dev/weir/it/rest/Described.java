package dev.weir.it.rest;

import dev.weir.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** An interface that carries the annotations of its resource. */
public interface Described {

    @GET
    @Path("described")
    @RateLimited("configured")
    String described();
}
