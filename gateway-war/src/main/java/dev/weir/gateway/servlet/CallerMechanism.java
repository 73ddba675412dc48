package dev.weir.gateway.servlet;

import dev.weir.gateway.auth.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Tells the container who sends a request: the principal and the roles of an API key or a token. A request without
 * either is let through, because {@link CallerFilter} answers it in the form of the API; where the container itself has
 * to know a caller, a browser is asked for one.
 */
@ApplicationScoped
public class CallerMechanism implements HttpAuthenticationMechanism {

    @Override
    public AuthenticationStatus validateRequest(
            HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
        Outcome outcome = Callers.outcome(request, RunningGateway.get());
        if (outcome instanceof Outcome.Known known) {
            return context.notifyContainerAboutLogin(
                    known.caller().name(), known.caller().roles());
        }
        if (context.isProtected() || context.isAuthenticationRequest()) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"weir\", charset=\"UTF-8\"");
            return context.responseUnauthorized();
        }
        return context.doNothing();
    }
}
