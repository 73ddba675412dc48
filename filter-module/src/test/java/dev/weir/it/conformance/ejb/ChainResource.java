package dev.weir.it.conformance.ejb;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A resource that is an EJB, above another, above a limited one. */
@Path("ejb-chain")
@Stateless
public class ChainResource {

    @EJB
    private MiddleBean middle;

    @GET
    public String call() {
        return middle.call();
    }
}
