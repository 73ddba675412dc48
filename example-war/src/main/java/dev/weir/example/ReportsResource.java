package dev.weir.example;

import dev.weir.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Stands for a costly report: ten an hour, and who asks for an eleventh is blocked, for five minutes at least. */
@Path("reports")
public class ReportsResource {

    /** Limited by the policy {@code reports} of {@code META-INF/microprofile-config.properties}. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RateLimited("reports")
    public Message reports() {
        return new Message("the report is ready");
    }
}
