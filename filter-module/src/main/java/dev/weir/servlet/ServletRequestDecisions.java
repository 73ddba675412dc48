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
 * A request and its decisions so far, which travel as an attribute of the request from one adapter to the next. Safe
 * for use by the threads of the request.
 *
 * @param outermost the response that the first filter received, before the application wrapped it; empty if no filter
 *     saw the request
 */
public record ServletRequestDecisions(
        RequestView request, RequestDecisions requestDecisions, Optional<HttpServletResponse> outermost) {

    /** One attribute per application: a request that is forwarded to another application keeps its attributes. */
    private static final String ATTRIBUTE =
            "dev.weir.exchange@" + Integer.toHexString(System.identityHashCode(ServletRequestDecisions.class));

    /**
     * Whether output to {@code response} passes through a wrapper of the application that can encode it. JAX-RS returns
     * a proxy of the response, but its stream is that of the container unless a wrapper has a stream of its own.
     */
    static boolean isEncoded(HttpServletRequest request, HttpServletResponse response) {
        Optional<HttpServletResponse> outermost =
                among(request::getAttribute).flatMap(ServletRequestDecisions::outermost);
        try {
            return outermost.isEmpty()
                    || WatchedResponse.unwatched(response.getOutputStream())
                            != WatchedResponse.unwatched(outermost.get().getOutputStream());
        } catch (IOException | IllegalStateException e) {
            // the application writes characters
            return true;
        }
    }

    /** Returns the decisions of {@code request}; creates them if no adapter has seen it yet. */
    public static ServletRequestDecisions of(HttpServletRequest request, WeirRuntime runtime) {
        return among(request::getAttribute).orElseGet(() -> seen(request, Optional.empty(), runtime));
    }

    /** Returns what a filter stored among the attributes of a request; empty if no filter has seen it. */
    public static Optional<ServletRequestDecisions> among(Function<String, @Nullable Object> attributes) {
        return attributes.apply(ATTRIBUTE) instanceof ServletRequestDecisions seen
                ? Optional.of(seen)
                : Optional.empty();
    }

    /**
     * Returns the decisions with {@code request} as it is at this filter. Later adapters use that one, although others
     * may have wrapped it since.
     */
    static ServletRequestDecisions seen(
            HttpServletRequest request, Optional<HttpServletResponse> response, WeirRuntime runtime) {
        Optional<ServletRequestDecisions> before = among(request::getAttribute);
        RequestDecisions requestDecisions = before.map(ServletRequestDecisions::requestDecisions)
                .orElseGet(() -> runtime.requests().newRequestDecisions());
        RequestView view = new ServletRequestView(request, runtime.clientAddress());
        ServletRequestDecisions seen = new ServletRequestDecisions(
                view, requestDecisions, before.isPresent() ? before.get().outermost : response);
        request.setAttribute(ATTRIBUTE, seen);
        return seen;
    }
}
