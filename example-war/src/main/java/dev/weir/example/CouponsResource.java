package dev.weir.example;

import dev.weir.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * Coupons, whose codes some try to guess. The policy is adaptive: with twenty misses in a row a caller loses trust, and
 * a part of the limit.
 */
@Path("coupons/{code}")
public class CouponsResource {

    /** Returns the coupon, or 404; limited by the policy {@code coupons} of the configuration. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RateLimited("coupons")
    public Response coupon(@PathParam("code") String code) {
        return code.equals("SPRING")
                ? Response.ok(new Message("ten percent off")).build()
                : Response.status(Response.Status.NOT_FOUND)
                        .entity(new Message("no such coupon"))
                        .build();
    }
}
