package dev.weir.example;

import dev.weir.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * A search that scripts like to ask too often: three in ten seconds. A caller that goes on is blocked for 5 seconds,
 * then for 10, 20, 40 and 60.
 */
@Path("search")
public class SearchResource {

    /** Returns what was found; limited by the policy {@code search}, whose blocks grow. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RateLimited("search")
    public Message search() {
        return new Message("found 42 weirs");
    }
}
