package dev.weir.gateway.servlet;

import dev.weir.gateway.auth.Outcome;
import dev.weir.gateway.error.ApiError;
import dev.weir.gateway.error.ApiErrors;
import dev.weir.gateway.request.Endpoint;
import dev.weir.gateway.runtime.Gateway;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lets no request to the API through whose caller is not known. */
@WebFilter(urlPatterns = "/v1/*", asyncSupported = true)
public final class CallerFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final Set<String> COMPLETIONS =
            Stream.of(Endpoint.values()).map(each -> '/' + each.path()).collect(Collectors.toUnmodifiableSet());
    private static final Map<String, String> CHALLENGE = Map.of("WWW-Authenticate", "Bearer realm=\"weir\"");

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Gateway gateway = RunningGateway.get();
        Outcome outcome = Callers.outcome(request, gateway);
        response.setHeader(RequestIds.FIELD, RequestIds.of(request));
        if (outcome instanceof Outcome.Known known) {
            if (!COMPLETIONS.contains(request.getServletPath())) {
                // those say themselves what they hold
                gateway.fields(known.caller()).forEach(response::setHeader);
            }
            chain.doFilter(request, response);
        } else if (outcome instanceof Outcome.TooMany many) {
            Answers.write(response, tooMany(many.retryAfter()), fields(many.retryAfter()));
        } else if (outcome instanceof Outcome.Unavailable) {
            ApiError error = ApiErrors.unavailable("Tokens cannot be verified at present. Please try again.");
            Answers.write(response, error, fields(Duration.ofSeconds(10)));
        } else {
            boolean none = outcome instanceof Outcome.Anonymous;
            Answers.write(response, none ? ApiErrors.noKey() : ApiErrors.wrongKey(), CHALLENGE);
        }
    }

    private static ApiError tooMany(Duration wait) {
        return ApiErrors.requestsExceeded(
                "Too many wrong API keys came from your address. Please try again in " + seconds(wait) + "s.");
    }

    private static Map<String, String> fields(Duration wait) {
        return Map.of("Retry-After", String.valueOf(seconds(wait)), "Retry-After-Ms", String.valueOf(millis(wait)));
    }

    private static long seconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }

    private static long millis(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999).toMillis());
    }
}
