package dev.weir.http;

import java.util.Optional;

/** A call without a request: the client is the application itself, one client for all instances. */
final class CallWithoutRequest implements RequestView {

    static final CallWithoutRequest INSTANCE = new CallWithoutRequest();
    private static final String APPLICATION = "?:application";

    private CallWithoutRequest() {}

    @Override
    public String method() {
        return "";
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public Optional<String> principal() {
        return Optional.empty();
    }

    @Override
    public String clientAddress() {
        return APPLICATION;
    }

    @Override
    public String wholeClientAddress() {
        return APPLICATION;
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
