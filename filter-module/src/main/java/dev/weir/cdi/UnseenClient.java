package dev.weir.cdi;

import dev.weir.http.RequestView;
import jakarta.websocket.Session;
import java.security.Principal;
import java.util.Optional;

/**
 * The client of a session whose handshake did not pass the filter; all such clients without a principal share one key.
 */
record UnseenClient(Session session) implements RequestView {

    private static final String ADDRESS = "?:websocket";

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public Optional<String> principal() {
        return Optional.ofNullable(session.getUserPrincipal()).map(Principal::getName);
    }

    @Override
    public String clientAddress() {
        return ADDRESS;
    }

    @Override
    public String wholeClientAddress() {
        return ADDRESS;
    }

    @Override
    public Optional<String> sessionId() {
        return Optional.empty();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.empty();
    }

    @Override
    public boolean hasRole(String role) {
        return false;
    }
}
