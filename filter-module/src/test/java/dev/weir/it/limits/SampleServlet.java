package dev.weir.it.limits;

import dev.weir.Decision;
import dev.weir.Key;
import dev.weir.LimitControl;
import dev.weir.RateLimiter;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Queue;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Answers every path, those below {@code /v1/chat/wait} when {@code /finish} is asked for, and with a {@code status} if
 * that is asked for; takes permits of an address at {@code /take}, ends its block at {@code /unblock}, and tells its
 * level at {@code /level}.
 */
@WebServlet(urlPatterns = "/*", asyncSupported = true)
public class SampleServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final Queue<AsyncContext> WAITING = new ConcurrentLinkedQueue<>();

    @Inject
    private RateLimiter limiter;

    @Inject
    private LimitControl control;

    @Inject
    private Suspicions suspicions;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String status = request.getParameter("status");
        if (status != null) {
            response.setStatus(Integer.parseInt(status));
        }
        if (String.valueOf(request.getPathInfo()).startsWith("/v1/chat/wait")) {
            WAITING.add(request.startAsync());
        } else {
            response.getWriter().print(answer(request));
        }
    }

    private static String finish() {
        for (AsyncContext each = WAITING.poll(); each != null; each = WAITING.poll()) {
            each.complete();
        }
        return "finished";
    }

    private String answer(HttpServletRequest request) {
        String policy = request.getParameter("policy");
        return switch (String.valueOf(request.getPathInfo())) {
            case "/take" -> take(policy, key(request), request.getParameterValues("permits"));
            case "/unblock" -> {
                control.unblock(policy, key(request));
                yield "unblocked";
            }
            case "/finish" -> finish();
            case "/level" -> limiter.peek(policy, key(request)).level() + " " + suspicions.all();
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
