package dev.weir.http;

import dev.weir.match.PathReadings;
import java.util.Optional;

/** A request whose username is known already, whatever else is in it. */
record NamedLogin(RequestView request, String username) implements RequestView {

    @Override
    public Optional<String> loginName() {
        return Optional.of(username);
    }

    /** No user is logged in yet: to ask the container could begin a login. */
    @Override
    public Optional<String> principal() {
        return Optional.empty();
    }

    @Override
    public boolean hasRole(String role) {
        return false;
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
