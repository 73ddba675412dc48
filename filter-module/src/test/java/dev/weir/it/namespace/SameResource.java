package dev.weir.it.namespace;

import dev.weir.RateLimited;
import dev.weir.Scope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A class and a method that unrelated applications have, too. */
@Path("same")
public class SameResource {

    @GET
    @RateLimited(limit = "1/1h", scope = Scope.GLOBAL)
    public String list() {
        return "same";
    }
}
