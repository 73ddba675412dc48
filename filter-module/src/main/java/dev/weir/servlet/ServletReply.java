package dev.weir.servlet;

import dev.weir.reply.Reply;
import dev.weir.runtime.WeirRuntime;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Writes a reply in place of what the application has written so far. Never uses {@code sendError}, so that no error
 * page is involved. Valid during the call that creates it.
 *
 * @param runtime logs the exceptions of the response
 */
public record ServletReply(WeirRuntime runtime, HttpServletRequest request, HttpServletResponse response) {

    private static final String ENCODING = "Content-Encoding";

    /**
     * Writes {@code reply}; does nothing if the response is already committed.
     *
     * @throws IOException if the connection to the client is broken
     */
    void write(Reply reply) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        // a wrapper can change what is written through it, so the length is unknown and the encoding is the wrapper's
        boolean wrapped = response instanceof ServletResponseWrapper;
        prepare(reply, () -> wrapped);
        response.setStatus(reply.status());
        reply.fields().forEach((name, value) -> attempt(name, () -> response.setHeader(name, value)));
        response.setContentType(reply.contentType());
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        if (!wrapped) {
            response.setContentLength(body.length);
        }
        if (!request.getMethod().equals("HEAD")) {
            writeBody(body, reply);
        }
        if (!wrapped) {
            response.flushBuffer();
        }
        complete();
    }

    /**
     * Removes the representation from the response, and the fields that {@code reply} has. No method removes a single
     * field on every container, so all are removed, and those to keep are added again.
     */
    public void prepare(Reply reply) {
        if (!response.isCommitted()) {
            prepare(reply, () -> ServletRequestDecisions.isEncoded(request, response));
            // RESTEasy has set it before it writes the entity, and reset() removed it
            response.setStatus(reply.status());
        }
    }

    /**
     * @param isEncoded whether what is written next passes through an encoding wrapper; called when the response is
     *     empty
     */
    private void prepare(Reply reply, BooleanSupplier isEncoded) {
        try {
            Map<String, List<String>> staying = staying(reply);
            response.reset();
            if (!isEncoded.getAsBoolean()) {
                staying.remove(ENCODING);
            }
            // Payara's reset() keeps the encoding, and with it a parameter of every later content type
            attempt("Content-Type", () -> response.setCharacterEncoding(null));
            staying.forEach((name, values) ->
                    values.forEach(value -> attempt(name, () -> response.addHeader(name, value))));
        } catch (RuntimeException e) {
            runtime.requests().report("cannot clear a response", e);
            response.resetBuffer();
        }
    }

    private Map<String, List<String>> staying(Reply reply) {
        Map<String, List<String>> staying = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : response.getHeaderNames()) {
            if (name.equalsIgnoreCase(ENCODING) || !reply.replaces(name)) {
                staying.put(name, new ArrayList<>(response.getHeaders(name)));
            }
        }
        return staying;
    }

    /** Writes one field. A container or a wrapper that refuses one field still accepts the others. */
    private void attempt(String name, Runnable write) {
        try {
            write.run();
        } catch (RuntimeException e) {
            runtime.requests().report("cannot write the field " + name, e);
        }
    }

    /**
     * Writes the body; through the writer, if a wrapper kept the writer that the servlet had requested: then the stream
     * is not available.
     */
    private void writeBody(byte[] body, Reply reply) throws IOException {
        try {
            response.getOutputStream().write(body);
        } catch (IllegalStateException e) {
            // every character is ASCII, so the length is right whatever the writer's encoding
            response.getWriter().write(reply.body());
        }
    }

    /**
     * Completes the asynchronous processing: a servlet that was refused after it had started that would leave the
     * connection open until its timeout.
     */
    private void complete() {
        if (request.isAsyncStarted()) {
            try {
                request.getAsyncContext().complete();
            } catch (IllegalStateException e) {
                runtime.requests().report("cannot complete a request that was refused", e);
            }
        }
    }
}
