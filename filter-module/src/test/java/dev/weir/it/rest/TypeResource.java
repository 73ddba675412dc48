package dev.weir.it.rest;

import dev.weir.RateLimited;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A bean whose methods share a limit, but for one. */
@Path("type")
@RequestScoped
@RateLimited(limit = "1/1h")
public class TypeResource {

    @GET
    @Path("first")
    public String first() {
        return "first";
    }

    @GET
    @Path("second")
    public String second() {
        return "second";
    }

    @GET
    @Path("own")
    @RateLimited("own")
    public String own() {
        return "own";
    }
}
