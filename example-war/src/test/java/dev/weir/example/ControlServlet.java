package dev.weir.example;

import dev.weir.Key;
import dev.weir.LimitControl;
import dev.weir.LimitOverride;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The operator of an instance; part of a {@link TestWar}. What is anywhere else, it only admits. */
@WebServlet({"/control/*", "/changed/*"})
public class ControlServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String REASON = "test";

    @Inject
    private LimitControl control;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals("/control")) {
            change(request);
        }
        response.getWriter().print("done");
    }

    private void change(HttpServletRequest request) {
        String policy = request.getParameter("policy");
        String value = request.getParameter("value");
        Optional<Key> key = Optional.ofNullable(request.getParameter("address")).map(Key::address);
        switch (request.getPathInfo()) {
            case "/limit" ->
                key.ifPresentOrElse(
                        one -> control.limit(policy, one, value, HOUR, REASON),
                        () -> control.limit(policy, value, HOUR, REASON));
            case "/tier" -> control.tier(policy, key.orElseThrow(), value, null, REASON);
            case "/block" -> control.block(policy, key.orElseThrow(), HOUR, REASON);
            case "/unblock" -> control.unblock(policy, key.orElseThrow());
            case "/reset" -> control.reset(policy, key.orElseThrow());
            case "/remove" ->
                control.overrides().stream().filter(each -> isOf(each, policy)).forEach(control::remove);
            case "/configure" -> ChangedSource.set(policy, value);
            default -> throw new IllegalArgumentException(request.getPathInfo());
        }
    }

    private static boolean isOf(LimitOverride override, String policy) {
        return override.policy().equals(policy);
    }
}
