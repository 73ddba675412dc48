package dev.weir.gateway.servlet;

import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.error.ApiError;
import dev.weir.gateway.error.ApiErrors;
import dev.weir.gateway.relay.Completions;
import dev.weir.gateway.relay.Incoming;
import dev.weir.gateway.relay.ServedCompletions;
import dev.weir.gateway.request.Endpoint;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * {@code POST /v1/chat/completions} and {@code POST /v1/completions}. No thread waits, neither for a body nor for a
 * model nor for a client.
 */
public final class CompletionServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Map<String, String> CLOSE = Map.of("connection", "close");

    private final transient Supplier<ServedCompletions> services;
    private final transient Function<HttpServletRequest, Optional<Caller>> callers;

    /**
     * Serves those that are known.
     *
     * @param callers who sends a request, as it was found out before
     */
    public CompletionServlet(
            Supplier<ServedCompletions> services, Function<HttpServletRequest, Optional<Caller>> callers) {
        this.services = services;
        this.callers = callers;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader(RequestIds.FIELD, RequestIds.of(request));
        Optional<Caller> caller = callers.apply(request);
        if (caller.isEmpty()) {
            throw new IllegalStateException("no filter has found out who sends the request");
        }
        ServedCompletions service = services.get();
        Optional<GrizzlyConnection> connection = GrizzlyConnection.of(request);
        connection.ifPresent(GrizzlyConnection::boundWriteQueue);
        AsyncContext context = request.startAsync();
        context.setTimeout(service.longest().toMillis());
        ServletOutput output = new ServletOutput(context, response, connection);
        context.addListener(output);
        Serving serving = new Serving(service, incoming(request, service, caller.get()), output);
        Optional<ApiError> wrong = wrong(request, service.maxBody());
        if (wrong.isPresent()) {
            serving.refused(wrong.get());
        } else if (request.getContentLengthLong() == 0) {
            serving.read(new byte[0]);
        } else {
            new BodyReader(request.getInputStream(), service.maxBody(), serving)
                    .start(service.timer(), Completions.bodyTime().toNanos());
        }
    }

    private static Incoming incoming(HttpServletRequest request, ServedCompletions service, Caller caller) {
        return new Incoming(
                request.getServletPath().equals('/' + Endpoint.TEXT.path()) ? Endpoint.TEXT : Endpoint.CHAT,
                Optional.ofNullable(request.getContentType()),
                new byte[0],
                caller,
                RequestIds.of(request),
                service.nanoTime().getAsLong());
    }

    private static Optional<ApiError> wrong(HttpServletRequest request, long most) {
        if (!"POST".equals(request.getMethod())) {
            return Optional.of(ApiErrors.wrongMethod(request.getMethod(), request.getRequestURI()));
        }
        String encoding = request.getHeader("content-encoding");
        if (encoding != null && !encoding.toLowerCase(Locale.ROOT).equals("identity")) {
            return Optional.of(ApiErrors.unsupportedMediaType("The body of the request must not be compressed."));
        }
        return request.getContentLengthLong() > most ? Optional.of(ApiErrors.bodyTooLarge(most)) : Optional.empty();
    }

    /** One request, once its body is read or refused. */
    private record Serving(ServedCompletions service, Incoming incoming, ServletOutput output)
            implements BodyReader.Result {

        @Override
        public void read(byte[] body) {
            service.completions()
                    .serve(
                            new Incoming(
                                    incoming.endpoint(),
                                    incoming.contentType(),
                                    body,
                                    incoming.caller(),
                                    incoming.requestId(),
                                    incoming.startedNanos()),
                            output);
        }

        /** What was not read of a body is not taken for the next request. */
        @Override
        public void refused(ApiError error) {
            Map<String, String> fields = error.status() == 405 ? Map.of("allow", "POST") : CLOSE;
            service.completions().refuse(incoming, output, error, fields);
        }

        @Override
        public void lost() {
            service.completions().lost(incoming);
            output.abort();
        }
    }
}
