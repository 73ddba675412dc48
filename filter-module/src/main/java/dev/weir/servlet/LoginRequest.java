package dev.weir.servlet;

import dev.weir.RateLimitExceededException;
import dev.weir.http.ContainerLogins;
import dev.weir.runtime.WeirRuntime;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request whose {@code login} is counted, and refused without asking the container. For use by one thread at a time.
 */
final class LoginRequest extends HttpServletRequestWrapper {

    private final WeirRuntime runtime;

    private LoginRequest(HttpServletRequest request, WeirRuntime runtime) {
        super(request);
        this.runtime = runtime;
    }

    /** Returns {@code request}, or a replacement if the logins of the container are counted. */
    static HttpServletRequest of(HttpServletRequest request, WeirRuntime runtime) {
        return runtime.containerLogins().isPresent() ? new LoginRequest(request, runtime) : request;
    }

    /** @throws RateLimitExceededException in place of a login, if a policy refuses it */
    @Override
    public void login(@Nullable String username, @Nullable String password) throws ServletException {
        Optional<ContainerLogins.Login> login = username == null
                ? Optional.empty()
                : ContainerLogin.begin(this, username, Objects.requireNonNullElse(password, ""), runtime);
        if (login.isPresent() && !login.get().refusals().isEmpty()) {
            throw new RateLimitExceededException(login.get().refusals());
        }
        boolean succeeded = false;
        try {
            super.login(username, password);
            succeeded = true;
        } finally {
            if (login.isPresent()) {
                login.get().ended(succeeded);
            }
        }
    }
}
