package dev.weir.rest;

import dev.weir.config.rule.UserNameRule;
import dev.weir.http.RequestView;
import dev.weir.login.SubmittedNames;
import dev.weir.match.PathReadings;
import dev.weir.servlet.TokenClaims;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.List;
import java.util.Optional;

/** A request with the caller that JAX-RS reports: an authentication filter of the application can have set it. */
record ResourceRequestView(RequestView request, SecurityContext security) implements RequestView {

    @Override
    public Optional<String> principal() {
        return Optional.ofNullable(security.getUserPrincipal()).map(Principal::getName);
    }

    @Override
    public Optional<String> claim(String name) {
        return TokenClaims.of(security.getUserPrincipal(), name);
    }

    @Override
    public List<String> linesOfTrustedProxy(String header) {
        return request.linesOfTrustedProxy(header);
    }

    @Override
    public Optional<SubmittedNames> submitted(UserNameRule rule) {
        return request.submitted(rule);
    }

    @Override
    public Optional<String> host() {
        return request.host();
    }

    @Override
    public boolean hasRole(String role) {
        return security.isUserInRole(role);
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String path() {
        return request.path();
    }

    @Override
    public PathReadings otherReadings() {
        return request.otherReadings();
    }

    @Override
    public String servletMapping() {
        return request.servletMapping();
    }

    @Override
    public String clientAddress() {
        return request.clientAddress();
    }

    @Override
    public String wholeClientAddress() {
        return request.wholeClientAddress();
    }

    @Override
    public Optional<String> sessionId() {
        return request.sessionId();
    }

    @Override
    public Optional<String> header(String name) {
        return request.header(name);
    }
}
