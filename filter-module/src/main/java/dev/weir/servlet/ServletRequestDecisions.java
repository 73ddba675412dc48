package dev.weir.servlet;

import dev.weir.http.RequestDecisions;
import dev.weir.http.RequestView;
import dev.weir.runtime.WeirRuntime;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request and what was decided for it so far, which travel as an attribute of the request from one adapter to the next. Safe
 * for use by the threads of the request.
 *
 * @param outermost the response as the first filter got it, before the application wrapped it; empty if no filter saw the request
 */
public record ServletRequestDecisions(
        RequestView request, RequestDecisions exchange, Optional<HttpServletResponse> outermost) {

    /** One for each application: a request that is forwarded to another one takes its attributes along. */
    private static final String ATTRIBUTE =
            "dev.weir.exchange@" + Integer.toHexString(System.identityHashCode(ServletRequestDecisions.class));

    /**
     * Whether what is written to {@code response} passes a wrapper of the application that can encode it: JAX-RS hands out a proxy of the
     * response, but its stream is that of the container if no wrapper has one of its own.
     */
    static boolean isEncoded(HttpServletRequest request, HttpServletResponse response) {
        Optional<HttpServletResponse> outermost =
                among(request::getAttribute).flatMap(ServletRequestDecisions::outermost);
        try {
            return outermost.isEmpty()
                    || response.getOutputStream() != outermost.get().getOutputStream();
        } catch (IOException | IllegalStateException e) {
            // somebody writes characters
            return true;
        }
    }

    /** What is known of {@code request}; begun if nobody has seen it yet. */
    public static ServletRequestDecisions of(HttpServletRequest request, WeirRuntime runtime) {
        return among(request::getAttribute).orElseGet(() -> seen(request, Optional.empty(), runtime));
    }

    /** What a filter put among the attributes of a request; empty if none has seen it. */
    public static Optional<ServletRequestDecisions> among(Function<String, @Nullable Object> attributes) {
        return attributes.apply(ATTRIBUTE) instanceof ServletRequestDecisions seen
                ? Optional.of(seen)
                : Optional.empty();
    }

    /** Whoever comes later sees {@code request} as it is here, where others may have wrapped it since. */
    static ServletRequestDecisions seen(
            HttpServletRequest request, Optional<HttpServletResponse> response, WeirRuntime runtime) {
        Optional<ServletRequestDecisions> before = among(request::getAttribute);
        RequestDecisions exchange = before.map(ServletRequestDecisions::exchange)
                .orElseGet(() -> runtime.requests().newExchange());
        RequestView view = new ServletRequestView(request, runtime.clientAddress());
        ServletRequestDecisions seen =
                new ServletRequestDecisions(view, exchange, before.isPresent() ? before.get().outermost : response);
        request.setAttribute(ATTRIBUTE, seen);
        return seen;
    }
}
