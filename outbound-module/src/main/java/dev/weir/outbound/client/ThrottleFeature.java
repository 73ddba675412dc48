package dev.weir.outbound.client;

import dev.weir.outbound.runtime.OutboundModule;
import dev.weir.outbound.runtime.ThrottleRequest;
import dev.weir.spi.Modules;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import java.util.Optional;

/**
 * Makes the requests of a JAX-RS client wait for permits of a policy, and notices where the other side refuses one.
 * Immutable; safe for use by many threads.
 *
 * <pre>
 * Client client = ClientBuilder.newClient().register(new ThrottleFeature("kis"));
 * </pre>
 *
 * A request that has no permit in time fails with a {@link jakarta.ws.rs.ProcessingException} whose cause is the
 * {@link dev.weir.outbound.ThrottleException}. A refused request cannot be repeated here: the answer is passed on,
 * and all instances pause as the policy says. To have it repeated, use {@link dev.weir.outbound.Throttle#call} with
 * a client that does not have this feature: together they take two permits.
 */
public final class ThrottleFeature implements Feature {

    private final String policy;

    /** Limits requests by {@code policy}, which {@code ratelimit.policies} lists. */
    public ThrottleFeature(String policy) {
        this.policy = policy;
    }

    @Override
    public boolean configure(FeatureContext context) {
        new ThrottleFilter(request -> Optional.of(AnsweredCall.of(request().flight()))).registerAt(context);
        return true;
    }

    private ThrottleRequest request() {
        return Modules.running(OutboundModule.class).throttles().request(policy);
    }
}
