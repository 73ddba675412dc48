package dev.weir.gateway.servlet;

import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.budget.UsageBody;
import dev.weir.gateway.error.ApiErrors;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** What a caller has used of its budgets. */
@WebServlet(urlPatterns = "/v1/usage")
public final class UsageServlet extends ApiServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Caller> caller = Callers.of(request);
        if (caller.isEmpty()) {
            Answers.write(response, ApiErrors.noKey(), Map.of());
        } else {
            byte[] body = UsageBody.of(RunningGateway.get().usage(caller.get()));
            Answers.write(response, HttpServletResponse.SC_OK, body);
        }
    }
}
