package dev.weir.servlet;

import dev.weir.http.Exchange;
import dev.weir.http.Reply;
import dev.weir.http.RequestView;
import dev.weir.runtime.WeirRuntime;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request and what was decided for it so far, which travel as an attribute of the request from one adapter to the next. Safe
 * for use by the threads of the request.
 */
public record ServletExchange(RequestView request, Exchange exchange) {

    private static final String ATTRIBUTE = "dev.weir.exchange";

    /** What is known of {@code request}; begun if nobody has seen it yet. */
    public static ServletExchange of(HttpServletRequest request, WeirRuntime runtime) {
        return among(request::getAttribute).orElseGet(() -> seen(request, runtime));
    }

    /** What a filter put among the attributes of a request; empty if none has seen it. */
    public static Optional<ServletExchange> among(Function<String, @Nullable Object> attributes) {
        return Optional.ofNullable((ServletExchange) attributes.apply(ATTRIBUTE));
    }

    /** Whoever comes later sees {@code request} as it is here, where others may have wrapped it since. */
    static ServletExchange seen(HttpServletRequest request, WeirRuntime runtime) {
        Exchange exchange = among(request::getAttribute)
                .map(ServletExchange::exchange)
                .orElseGet(() -> runtime.requests().newExchange());
        RequestView view = new ServletRequestView(request, runtime.clientAddress());
        ServletExchange seen = new ServletExchange(view, exchange);
        request.setAttribute(ATTRIBUTE, seen);
        return seen;
    }

    /**
     * Writes {@code reply}, never by {@code sendError}: the error pages of the application are not asked. Nothing happens
     * if a response is on its way already.
     */
    static void write(Reply reply, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(reply.status());
        reply.fields().forEach(response::setHeader);
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        response.setContentType(reply.contentType());
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            writeBody(body, reply, response);
        }
        response.flushBuffer();
    }

    /** A servlet may have asked for the writer before it was refused; {@code reset()} would undo other filters' fields. */
    private static void writeBody(byte[] body, Reply reply, HttpServletResponse response) throws IOException {
        try {
            response.getOutputStream().write(body);
        } catch (IllegalStateException e) {
            // every character is ASCII, so the length is right whatever the writer's encoding
            response.getWriter().write(reply.body());
        }
    }
}
