package dev.weir.it.openapi;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Operations without an annotation. */
@Path("open")
public class OpenResource {

    @GET
    public String get() {
        return "got";
    }

    /** Its path ends like that of another one, which is limited. */
    @GET
    @Path("limited")
    public String limited() {
        return "unlimited";
    }

    @POST
    @Path("matched")
    public String post() {
        return "posted";
    }

    @GET
    @Path("matched/{name}")
    public String matched() {
        return "limited by its path";
    }
}
