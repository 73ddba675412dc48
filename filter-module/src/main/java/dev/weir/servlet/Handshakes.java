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
 * The requests that opened WebSocket sessions, which identify the sender of a message. A filter cannot set an attribute
 * of a session. But a session has the parameters of its request, as the same {@code String} objects. A handshake is
 * therefore stored under one of them by a weak reference, that is, for as long as the session exists. Safe for use by
 * many threads.
 */
public final class Handshakes {

    private static final String PARAMETER = "dev.weir.handshake";
    private static final String KEY_FIELD = "Sec-WebSocket-Key";
    private static final Map<String, RequestView> KNOWN = Collections.synchronizedMap(new WeakHashMap<>());
    private static volatile boolean needed;

    private Handshakes() {}

    /** From now on handshakes are stored: the application has an endpoint whose messages are limited. */
    public static void expect() {
        needed = true;
    }

    /** Returns the request that opened the session with these parameters; empty if the filter did not see it. */
    public static Optional<RequestView> of(Map<String, List<String>> parameters) {
        List<String> tokens = parameters.getOrDefault(PARAMETER, List.of());
        return tokens.isEmpty() ? Optional.empty() : Optional.ofNullable(KNOWN.get(tokens.get(0)));
    }

    /** Returns {@code request}, or a replacement that identifies the client of the session. */
    static HttpServletRequest remembered(
            HttpServletRequest request, Supplier<RequestView> view, Iterable<String> roles) {
        if (!needed || request.getHeader(KEY_FIELD) == null) {
            return request;
        }
        String token = UUID.randomUUID().toString();
        KNOWN.put(token, HandshakeView.of(request, view.get(), roles));
        return new Marked(request, token);
    }

    /** A request with one more parameter; a parameter of this name that a client sends is ignored. */
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
