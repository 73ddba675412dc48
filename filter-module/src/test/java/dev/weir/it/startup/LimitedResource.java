package dev.weir.it.startup;

import dev.weir.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A resource without a scope, with a limit. */
@Path("limited")
public class LimitedResource {

    @GET
    @RateLimited(limit = "1/1h")
    public String get() {
        return "limited";
    }
}
