package dev.weir.it.conformance.web;

import dev.weir.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** What a resource has to answer. */
public interface Orders {

    @GET
    @Path("orders")
    @RateLimited(limit = "1/1h")
    String orders();
}
