package dev.weir.example;

import dev.weir.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/**
 * The API that customers pay for. The callers of one customer, which is the tenant, share its limits; {@link Plans}
 * says which tier the customer is on, and by that how large they are.
 */
@Path("orders")
public class OrdersResource {

    /**
     * Returns the orders; limited by the policy {@code api} of {@code META-INF/microprofile-config.properties}. A
     * caller without a customer has no tenant and is not limited by it, so there must be nothing to get for such
     * callers.
     */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RateLimited("api")
    public Response orders(@Context SecurityContext security) {
        var caller = security.getUserPrincipal();
        if (caller == null) {
            return reply(Response.Status.UNAUTHORIZED, "log in as somebody of a customer");
        }
        if (!security.isUserInRole("customer")) {
            return reply(Response.Status.FORBIDDEN, caller.getName() + " belongs to no customer");
        }
        return reply(Response.Status.OK, "three orders for " + caller.getName());
    }

    private static Response reply(Response.Status status, String message) {
        return Response.status(status).entity(new Message(message)).build();
    }
}
