package dev.weir.example;

import dev.weir.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * An example of an expensive report: ten per hour. A caller that requests an eleventh is blocked for five minutes or
 * longer.
 */
@Path("reports")
public class ReportsResource {

    /** Returns a report; limited by the policy {@code reports} of {@code META-INF/microprofile-config.properties}. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RateLimited("reports")
    public Message reports() {
        return new Message("the report is ready");
    }
}
