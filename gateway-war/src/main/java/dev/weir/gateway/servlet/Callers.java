package dev.weir.gateway.servlet;

import dev.weir.Key;
import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.auth.Outcome;
import dev.weir.gateway.runtime.Gateway;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Who sends a request; found out once for each. */
final class Callers {

    static final String AUTHORIZATION = "Authorization";
    private static final String OUTCOME = Outcome.class.getName();

    private Callers() {}

    /** Who sends {@code request}, or why that is not known. */
    static Outcome outcome(HttpServletRequest request, Gateway gateway) {
        if (request.getAttribute(OUTCOME) instanceof Outcome known) {
            return known;
        }
        Outcome outcome = gateway.authenticator().authenticate(authorization(request), address(request, gateway));
        if (outcome instanceof Outcome.Known known) {
            gateway.tiers().remember(known.caller());
        }
        request.setAttribute(OUTCOME, outcome);
        return outcome;
    }

    /** Two of them could be understood in two ways: that is neither. */
    private static Optional<String> authorization(HttpServletRequest request) {
        List<String> lines = lines(request, AUTHORIZATION);
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.size() == 1 ? lines.get(0) : "");
    }

    private static Key address(HttpServletRequest request, Gateway gateway) {
        return gateway.host()
                .client(Objects.requireNonNullElse(request.getRemoteAddr(), ""), name -> lines(request, name));
    }

    private static List<String> lines(HttpServletRequest request, String name) {
        Enumeration<String> lines = request.getHeaders(name);
        return lines == null ? List.of() : Collections.list(lines);
    }

    /** The caller of a request that {@link CallerFilter} has let through; empty if it has not seen the request. */
    static Optional<Caller> of(HttpServletRequest request) {
        return request.getAttribute(OUTCOME) instanceof Outcome.Known known
                ? Optional.of(known.caller())
                : Optional.empty();
    }
}
