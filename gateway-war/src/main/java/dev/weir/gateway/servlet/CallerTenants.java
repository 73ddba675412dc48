package dev.weir.gateway.servlet;

import dev.weir.IncomingRequest;
import dev.weir.TenantResolver;
import dev.weir.gateway.auth.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The tenants of callers, for {@code ratelimit.tenant.from=bean:caller}. */
@Named("caller")
@ApplicationScoped
public class CallerTenants implements TenantResolver {

    @Inject
    @SuppressWarnings("NullAway.Init") // the container sets it
    private HttpServletRequest request;

    @Override
    public Optional<String> tenant(IncomingRequest incoming) {
        return Callers.of(request).flatMap(Caller::tenant);
    }
}
