package dev.weir.http;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one request tries to log in as, and whether the application says that it has. Safe for use by many threads. */
final class LoginAttempts {

    private final Map<String, Set<LoginAttempt>> byPolicy = new LinkedHashMap<>();
    private Optional<LoginAttempt> told = Optional.empty();

    /** The request is subject to {@code policy}, and tries {@code names}. */
    synchronized void add(String policy, Set<LoginAttempt> names) {
        byPolicy.put(policy, new LinkedHashSet<>(names));
    }

    /** The application says that somebody is logged in; {@code name} is who, where the request does not say it. */
    synchronized void succeeded(LoginAttempt name) {
        told = Optional.of(name);
    }

    /** What the application has said. */
    synchronized Optional<LoginAttempt> told() {
        return told;
    }

    /** The names by the policies that the request is subject to. */
    synchronized Map<String, Set<LoginAttempt>> byPolicy() {
        return new LinkedHashMap<>(byPolicy);
    }
}
