package dev.weir.health.microprofile;

import dev.weir.health.Health;
import dev.weir.runtime.WeirApplications;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * The readiness check {@code ratelimit}. It is UP as long as Weir can decide, which it always can: a server that counts
 * alone is better than none. How well it does is in the data. It reads what is in memory, and answers also while the
 * cluster is silent.
 */
@Readiness
@ApplicationScoped
public class LimiterReadiness implements HealthCheck {

    private static final String NAME = "ratelimit";

    @Override
    public HealthCheckResponse call() {
        Health health = WeirApplications.currentOrStarted().health();
        return HealthCheckResponse.named(NAME)
                .up()
                .withData("mode", health.mode().label())
                .withData("since", health.since().toString())
                .withData("members", health.members())
                .withData("level", health.level().label())
                .withData("why", String.join("; ", health.why()))
                .build();
    }
}
