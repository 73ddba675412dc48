package dev.weir.servlet;

import dev.weir.http.Exchange;
import dev.weir.http.Reply;
import dev.weir.runtime.WeirRuntime;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Carries the {@link Exchange} of a request from one adapter to the next, and writes replies. */
public final class ServletExchange {

    private static final String ATTRIBUTE = "dev.weir.exchange";

    private ServletExchange() {}

    /** The exchange of {@code request}, begun if nobody did. */
    public static Exchange of(HttpServletRequest request, WeirRuntime runtime) {
        if (request.getAttribute(ATTRIBUTE) instanceof Exchange exchange) {
            return exchange;
        }
        Exchange exchange = runtime.requests().newExchange();
        request.setAttribute(ATTRIBUTE, exchange);
        return exchange;
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
