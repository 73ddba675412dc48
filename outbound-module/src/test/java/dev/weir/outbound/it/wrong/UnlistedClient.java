package dev.weir.outbound.it.wrong;

import dev.weir.outbound.Throttled;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** A Rest Client, which is an interface without a scope: no class that CDI discovers by itself. */
@RegisterRestClient
@Path("price")
public interface UnlistedClient {

    @Throttled("of-client")
    @GET
    String price();
}
