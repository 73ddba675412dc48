package dev.weir.it.startup;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A resource without a scope and without a limit. */
@Path("open")
public class OpenResource {

    @GET
    public String get() {
        return "open";
    }
}
