package dev.weir.example;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** A resource without a limit: Weir limits only what a policy or an annotation names. */
@Path("free")
public class FreeResource {

    /** Always answers with 200. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Message free() {
        return new Message("as often as you like");
    }
}
