package dev.weir.it.limits;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/** Answers with the path as JAX-RS understands it. */
@Path("{tenant}")
@Produces("text/plain;charset=UTF-8")
public class TenantResource {

    @GET
    public String tenant(@PathParam("tenant") String tenant) {
        return "path=/t/" + tenant + " ";
    }

    @GET
    @Path("{rest: .*}")
    public String rest(@PathParam("tenant") String tenant, @PathParam("rest") String rest) {
        return "path=/t/" + tenant + '/' + rest + ' ';
    }
}
