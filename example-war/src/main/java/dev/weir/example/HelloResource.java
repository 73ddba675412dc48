package dev.weir.example;

import dev.weir.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** Greets the caller: 1000 times per hour for a logged-in user, 100 times per hour for an anonymous caller. */
@Path("hello")
public class HelloResource {

    /**
     * Returns the greeting; limited by the policy {@code user} or {@code anonymous}, whichever applies to the caller.
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RateLimited
    public Message hello(@Context SecurityContext security) {
        var caller = security.getUserPrincipal();
        return new Message("hello, " + (caller == null ? "anonymous" : caller.getName()));
    }
}
