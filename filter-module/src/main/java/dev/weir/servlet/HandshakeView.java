package dev.weir.servlet;

import dev.weir.http.RequestView;
import dev.weir.match.PathReadings;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The facts about a request that are kept after its end. Immutable. */
record HandshakeView(
        String method,
        String path,
        Optional<String> principal,
        String clientAddress,
        String wholeClientAddress,
        Optional<String> sessionId,
        Map<String, String> headers,
        Set<String> roles,
        TenantFacts tenantFacts)
        implements RequestView {

    /** The facts by which a tenant is found. Immutable. */
    record TenantFacts(
            Map<String, List<String>> linesOfTrustedProxy,
            Function<String, Optional<String>> claims,
            Optional<String> host,
            PathReadings otherReadings) {

        TenantFacts {
            linesOfTrustedProxy = Map.copyOf(linesOfTrustedProxy);
        }

        private static TenantFacts of(HttpServletRequest request, RequestView view) {
            Map<String, List<String>> lines = new HashMap<>();
            for (String name : Collections.list(request.getHeaderNames())) {
                lines.put(name.toLowerCase(Locale.ROOT), List.copyOf(view.linesOfTrustedProxy(name)));
            }
            @Nullable Principal caller = request.getUserPrincipal();
            return new TenantFacts(lines, claim -> TokenClaims.of(caller, claim), view.host(), view.otherReadings());
        }
    }

    HandshakeView {
        headers = Map.copyOf(headers);
        roles = Set.copyOf(roles);
    }

    /** @param roles the roles that exempt from limits, and those by which callers are on a tier */
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
                held,
                TenantFacts.of(request, view));
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public List<String> linesOfTrustedProxy(String header) {
        return tenantFacts.linesOfTrustedProxy().getOrDefault(header.toLowerCase(Locale.ROOT), List.of());
    }

    @Override
    public Optional<String> claim(String name) {
        return tenantFacts.claims().apply(name);
    }

    @Override
    public Optional<String> host() {
        return tenantFacts.host();
    }

    @Override
    public PathReadings otherReadings() {
        return tenantFacts.otherReadings();
    }

    @Override
    public boolean hasRole(String role) {
        return roles.contains(role);
    }
}
