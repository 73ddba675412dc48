package dev.weir.servlet;

import dev.weir.http.RequestView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The facts about a request that are kept after its end. Immutable. */
record HandshakeView(
        String method,
        String path,
        Optional<String> principal,
        String clientAddress,
        String wholeClientAddress,
        Optional<String> sessionId,
        Map<String, String> headers,
        Set<String> roles)
        implements RequestView {

    HandshakeView {
        headers = Map.copyOf(headers);
        roles = Set.copyOf(roles);
    }

    /** @param roles the roles that exempt from limits */
    static HandshakeView of(HttpServletRequest request, RequestView view, Iterable<String> roles) {
        Map<String, String> headers = new HashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            view.header(name).ifPresent(value -> headers.put(name.toLowerCase(Locale.ROOT), value));
        }
        Set<String> held = new HashSet<>();
        for (String role : roles) {
            if (view.hasRole(role)) {
                held.add(role);
            }
        }
        return new HandshakeView(
                view.method(),
                view.path(),
                view.principal(),
                view.clientAddress(),
                view.wholeClientAddress(),
                view.sessionId(),
                headers,
                held);
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public boolean hasRole(String role) {
        return roles.contains(role);
    }
}
