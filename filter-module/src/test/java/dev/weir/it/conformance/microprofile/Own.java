package dev.weir.it.conformance.microprofile;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** What the application calls over HTTP: a resource of its own. With a path of its own JAX-RS would serve it, too. */
public interface Own {

    @GET
    @Path("resource")
    String get();
}
