package dev.weir.outbound.it.app;

import dev.weir.outbound.Throttled;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** All its methods are limited. */
@Throttled("rest-class")
@RegisterRestClient(configKey = "remote")
@Path("price")
public interface LimitedClient {

    @GET
    @Path("{id}")
    Response price(@PathParam("id") String id);
}
