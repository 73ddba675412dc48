package dev.weir.it.conformance.ejb;

import dev.weir.RateLimited;
import jakarta.ejb.Stateless;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A resource that is an EJB. */
@Path("ejb-resource")
@Stateless
public class LimitedBeanResource {

    @GET
    @RateLimited(limit = "1/1h")
    public String get() {
        return "resource";
    }
}
