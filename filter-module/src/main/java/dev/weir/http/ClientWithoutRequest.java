package dev.weir.http;

import java.util.Optional;

/**
 * A client of which no request is known: it is identified by its principal, or else by a name in place of an address.
 * Immutable.
 *
 * @param name shared by all such clients; never that of an address
 */
public record ClientWithoutRequest(String method, String name, Optional<String> principal) implements RequestView {

    @Override
    public String path() {
        return "/";
    }

    @Override
    public String clientAddress() {
        return name;
    }

    @Override
    public String wholeClientAddress() {
        return name;
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
