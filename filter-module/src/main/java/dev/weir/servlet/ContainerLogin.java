package dev.weir.servlet;

import dev.weir.http.ContainerLogins;
import dev.weir.runtime.WeirRuntime;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** A login that the container makes for a servlet request. Stateless. */
public final class ContainerLogin {

    private ContainerLogin() {}

    /** Begins the login of {@code username} by {@code password}; empty if such logins are not counted, or after an error of Weir. */
    public static Optional<ContainerLogins.Login> begin(
            HttpServletRequest request, String username, String password, WeirRuntime runtime) {
        try {
            return runtime.containerLogins().map(logins -> begin(logins, request, username, password, runtime));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            runtime.requests().report("cannot count a login of the container", e);
            return Optional.empty();
        }
    }

    private static ContainerLogins.Login begin(
            ContainerLogins logins, HttpServletRequest request, String username, String password, WeirRuntime runtime) {
        return logins.begin(
                new ServletRequestView(request, runtime.clientAddress()),
                username,
                password,
                ServletRequestDecisions.among(request::getAttribute).map(ServletRequestDecisions::requestDecisions));
    }
}
