package dev.weir.it.openapi;

import dev.weir.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Where the annotation stands on what a resource implements. */
public interface Orders {

    @GET
    @RateLimited(limit = "10/1h")
    String list();

    /** One of them. */
    @Path("orders")
    class Resource implements Orders {

        @Override
        @GET
        public String list() {
            return "orders";
        }
    }
}
