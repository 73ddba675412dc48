package dev.weir.outbound.it.app;

import dev.weir.outbound.Throttle;
import dev.weir.outbound.ThrottleTimeoutException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Duration;

/** Requests of tenants, whose ids are in the path. */
@ApplicationScoped
@Path("tenants/{tenant}")
public class TenantsResource {

    private static final int ATTEMPTS = 5;

    @Inject
    private Throttle throttle;

    /** How many permits this request gets, for its own tenant. */
    @GET
    public int own() throws InterruptedException {
        return granted(throttle);
    }

    /** How many it gets for another one. */
    @GET
    @Path("for/{other}")
    public int forAnother(@PathParam("other") String other) throws InterruptedException {
        return granted(throttle.forTenant(other));
    }

    private static int granted(Throttle throttle) throws InterruptedException {
        int granted = 0;
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                throttle.acquire("tenants", Duration.ZERO).close();
                granted++;
            } catch (ThrottleTimeoutException e) {
                return granted;
            }
        }
        return granted;
    }
}
