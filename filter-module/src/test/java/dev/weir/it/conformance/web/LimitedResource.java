package dev.weir.it.conformance.web;

import dev.weir.RateLimited;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A resource that is no CDI bean, with a resource below it. */
@Path("resource")
public class LimitedResource {

    @GET
    @RateLimited(limit = "1/1h")
    public String get() {
        return "resource";
    }

    @GET
    @Path("free")
    public String free() {
        return "free";
    }

    @Path("sub")
    public SubResource sub() {
        return new SubResource();
    }

    /** Made by the application. */
    public static class SubResource {

        @GET
        @RateLimited(limit = "1/1h")
        public String get() {
            return "sub-resource";
        }
    }
}
