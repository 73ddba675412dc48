package dev.weir.example;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Has no limit at all: what nobody names, Weir leaves alone. */
@Path("free")
public class FreeResource {

    /** Answers always. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Message free() {
        return new Message("as often as you like");
    }
}
