package dev.weir.it.limits;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.LimitControl;
import dev.weir.RateLimiter;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.StringJoiner;

/** Answers every path; takes permits of an address at {@code /take}, and ends its block at {@code /unblock}. */
@WebServlet("/*")
public class SampleServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    private RateLimiter limiter;

    @Inject
    private LimitControl control;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().print(answer(request));
    }

    private String answer(HttpServletRequest request) {
        String policy = request.getParameter("policy");
        return switch (String.valueOf(request.getPathInfo())) {
            case "/take" -> take(policy, key(request), request.getParameterValues("permits"));
            case "/unblock" -> {
                control.unblock(policy, key(request));
                yield "unblocked";
            }
            default -> "admitted";
        };
    }

    private static Key key(HttpServletRequest request) {
        return Key.address(request.getParameter("address"));
    }

    private String take(String policy, Key key, String[] permits) {
        StringJoiner decisions = new StringJoiner(",");
        for (String each : permits) {
            Decision decision = limiter.acquire(policy, key, Long.parseLong(each));
            decisions.add(decision.allowed() ? "allowed" : "refused");
        }
        return decisions.toString();
    }
}
