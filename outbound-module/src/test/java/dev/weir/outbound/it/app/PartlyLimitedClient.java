package dev.weir.outbound.it.app;

import dev.weir.outbound.Throttled;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** All but one of its methods are limited. */
@RegisterRestClient(configKey = "remote")
@Path("price")
public interface PartlyLimitedClient {

    @Throttled("rest-method")
    @GET
    @Path("{id}")
    Response limited(@PathParam("id") String id);

    @Throttled("rest-value")
    @GET
    @Path("{id}")
    String value(@PathParam("id") String id);

    @Throttled("rest-later")
    @GET
    @Path("{id}")
    CompletionStage<String> later(@PathParam("id") String id);

    @Throttled("rest-built")
    @GET
    @Path("{id}")
    Response built(@PathParam("id") String id);

    @GET
    @Path("{id}")
    Response free(@PathParam("id") String id);
}
