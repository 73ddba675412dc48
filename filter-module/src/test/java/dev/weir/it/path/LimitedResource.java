package dev.weir.it.path;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Resources whose limits are the configuration's. */
@Path("")
public class LimitedResource {

    @GET
    @Path("login")
    public String login() {
        return "reached login.";
    }

    @GET
    @Path("item/{id}")
    public String item() {
        return "reached item.";
    }

    @GET
    @Path("pair/{one}/{other}/end")
    public String pair() {
        return "reached pair.";
    }
}
