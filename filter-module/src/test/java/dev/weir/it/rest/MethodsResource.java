package dev.weir.it.rest;

import dev.weir.RateLimited;
import dev.weir.Scope;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;

/** Limited methods. No bean: JAX-RS alone makes it. */
@Path("methods")
public class MethodsResource implements Described {

    @GET
    @Path("configured")
    @RateLimited("configured")
    public String configured() {
        return "configured";
    }

    @GET
    @Path("bare")
    @RateLimited
    public String bare() {
        return "bare";
    }

    @GET
    @Path("placed")
    @RateLimited(limit = "2/1h", scope = Scope.ADDRESS)
    public String placed() {
        return "placed";
    }

    @GET
    @Path("overridden")
    @RateLimited(limit = "100/1h")
    public String overridden() {
        return "overridden";
    }

    @GET
    @Path("both")
    @RateLimited("wide")
    @RateLimited("narrow")
    public String both() {
        return "both";
    }

    @GET
    @Path("wide")
    @RateLimited("wide")
    public String wide() {
        return "wide";
    }

    @GET
    @Path("costly")
    @RateLimited(value = "costly", limit = "10/1h", cost = 4)
    public String costly() {
        return "costly";
    }

    @GET
    @Path("blocking")
    @RateLimited(limit = "1/1s", block = "5m")
    public String blocking() {
        return "blocking";
    }

    @GET
    @Path("closed")
    @RateLimited("closed")
    public String closed() {
        return "closed";
    }

    @GET
    @Path("number/{number}")
    @RateLimited("closed")
    public String number(@PathParam("number") int number, @QueryParam("other") @DefaultValue("1") int other) {
        return "number " + number + other;
    }

    @POST
    @Path("closed")
    @RateLimited("closed")
    public String post(Unreadable unreadable) {
        return "posted " + unreadable;
    }

    @Override
    public String described() {
        return "described";
    }

    @GET
    @Path("free")
    public String free() {
        return "free";
    }

    /** A parameter that no reader can read. */
    public record Unreadable(String text) {}
}
