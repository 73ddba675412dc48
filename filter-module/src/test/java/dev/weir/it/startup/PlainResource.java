package dev.weir.it.startup;

import dev.weir.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A resource without a scope, which is no bean. */
@Path("plain")
public class PlainResource {

    @GET
    @RateLimited("nobody-configured-this")
    public String get() {
        return "never";
    }
}
