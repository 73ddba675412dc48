package dev.weir.example;

import dev.weir.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** A look-up that is free for those who find something: only responses of 400 and above count. */
@Path("lookup/{number}")
public class LookupResource {

    /** Returns the weir of that number, or 404; there is number 42 alone. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RateLimited(value = "lookup", limit = "5/1m", count = "failures")
    public Response lookup(@PathParam("number") int number) {
        return number == 42
                ? Response.ok(new Message("number 42 is in good order")).build()
                : Response.status(Response.Status.NOT_FOUND)
                        .entity(new Message("there is no number " + number))
                        .build();
    }
}
