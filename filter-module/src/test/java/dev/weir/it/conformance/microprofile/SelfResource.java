package dev.weir.it.conformance.microprofile;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** Calls a limited resource of its own application. */
@Path("self")
@RequestScoped
public class SelfResource {

    @Context
    private UriInfo uri;

    @GET
    public String call() {
        Own own = RestClientBuilder.newBuilder().baseUri(uri.getBaseUri()).build(Own.class);
        try {
            return own.get();
        } catch (WebApplicationException e) {
            return "status " + e.getResponse().getStatus();
        }
    }
}
