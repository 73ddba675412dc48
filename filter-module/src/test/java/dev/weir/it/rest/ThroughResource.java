package dev.weir.it.rest;

import dev.weir.RateLimited;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** What a request meets several limiters on the way to. */
@Path("through")
@RequestScoped
public class ThroughResource {

    @Inject
    private Innermost innermost;

    /** The filter, this and the bean name one policy. */
    @GET
    @Path("same")
    @RateLimited("same")
    public String same() {
        return innermost.same();
    }

    /** The filter charges, this refuses. */
    @GET
    @Path("refused-here")
    @RateLimited("closed")
    public String refusedHere() {
        return "never";
    }

    /** The filter and this charge, the bean refuses. */
    @GET
    @Path("refused-inside")
    @RateLimited("middle")
    public String refusedInside() {
        return innermost.closed();
    }

    /** What the two are left with. */
    @GET
    @Path("rest")
    @RateLimited("middle")
    public String rest() {
        return "rest";
    }
}
