package dev.weir.servlet;

import dev.weir.http.RequestView;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.function.Supplier;

/**
 * The requests that opened WebSocket sessions, which say who sends a message. A session has no attribute that a filter could
 * set; but it has the parameters of its request, and the very strings: a handshake is remembered under one of them, weakly, so
 * for as long as the session. Safe for use by many threads.
 */
public final class Handshakes {

    private static final String PARAMETER = "dev.weir.handshake";
    private static final String KEY_FIELD = "Sec-WebSocket-Key";
    private static final Map<String, RequestView> KNOWN = Collections.synchronizedMap(new WeakHashMap<>());
    private static volatile boolean needed;

    private Handshakes() {}

    /** From now on handshakes are remembered: the application has an endpoint whose messages are limited. */
    public static void expect() {
        needed = true;
    }

    /** The request that opened the session with these parameters; empty if it was not seen. */
    public static Optional<RequestView> of(Map<String, List<String>> parameters) {
        List<String> tokens = parameters.getOrDefault(PARAMETER, List.of());
        return tokens.isEmpty() ? Optional.empty() : Optional.ofNullable(KNOWN.get(tokens.get(0)));
    }

    /** {@code request}, or what has to take its place so that a session can be told who opened it. */
    static HttpServletRequest remembered(
            HttpServletRequest request, Supplier<RequestView> view, Iterable<String> roles) {
        if (!needed || request.getHeader(KEY_FIELD) == null) {
            return request;
        }
        String token = UUID.randomUUID().toString();
        KNOWN.put(token, HandshakeView.of(request, view.get(), roles));
        return new Marked(request, token);
    }

    /** A request with one more parameter; a client that sends one of this name is not listened to. */
    private static final class Marked extends HttpServletRequestWrapper {

        private final String token;

        Marked(HttpServletRequest request, String token) {
            super(request);
            this.token = token;
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            Map<String, String[]> parameters = new HashMap<>(super.getParameterMap());
            parameters.put(PARAMETER, new String[] {token});
            return parameters;
        }
    }
}
