package dev.weir.example;

import dev.weir.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** Greets the caller: 1000 times an hour by name, 100 times an hour without one. */
@Path("hello")
public class HelloResource {

    /** Limited by the policies {@code user} and {@code anonymous}, whichever fits the caller. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RateLimited
    public Message hello(@Context SecurityContext security) {
        var caller = security.getUserPrincipal();
        return new Message("hello, " + (caller == null ? "anonymous" : caller.getName()));
    }
}
