package dev.weir.cdi;

import dev.weir.LoginSucceeded;
import dev.weir.runtime.WeirApplications;
import dev.weir.runtime.WeirRuntime;
import dev.weir.servlet.ServletRequestDecisions;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.servlet.http.HttpServletRequest;

/** Passes on what the application says of logins, to the request in which it says so. Stateless. */
final class LoginEvents {

    private static final System.Logger LOG = System.getLogger(LoginEvents.class.getName());

    private LoginEvents() {}

    static void succeeded(LoginSucceeded event, BeanManager beans) {
        try {
            WeirRuntime runtime = WeirApplications.currentOrStarted();
            HttpServletRequest request =
                    beans.createInstance().select(HttpServletRequest.class).get();
            ServletRequestDecisions seen = ServletRequestDecisions.of(request, runtime);
            runtime.logins().succeeded(event.username(), seen.request(), seen.requestDecisions());
        } catch (ContextNotActiveException | IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "a login succeeded without a request, which changes nothing", e);
        }
    }
}
