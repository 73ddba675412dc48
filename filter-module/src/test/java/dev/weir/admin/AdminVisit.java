package dev.weir.admin;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A request to an admin servlet as a container would pass it on. Immutable. */
public record AdminVisit(
        AdminServlet servlet,
        String method,
        @Nullable String info,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        @Nullable String user,
        Set<String> roles,
        Supplier<InputStream> body,
        long length,
        boolean challenges,
        String address,
        Callable<@Nullable Void> authentication) {

    /** What was answered. */
    public record Reply(int status, Map<String, String> headers, String body) {}

    private static final ClassLoader LOADER = AdminVisit.class.getClassLoader();

    /** A servlet at context path {@code /shop} that serves {@code administered}. */
    public static AdminServlet servlet(Supplier<Administered> administered) {
        AdminServlet servlet = new AdminServlet(administered);
        ServletContext context = proxy(ServletContext.class, (name, arguments) -> "/shop");
        ServletConfig config =
                proxy(ServletConfig.class, (name, arguments) -> name.equals("getServletContext") ? context : null);
        try {
            servlet.init(config);
        } catch (ServletException e) {
            throw new IllegalStateException(e);
        }
        return servlet;
    }

    /** {@code GET} of an anonymous caller. */
    public static AdminVisit to(AdminServlet servlet, @Nullable String info) {
        return new AdminVisit(
                servlet,
                "GET",
                info,
                Map.of(),
                Map.of("host", List.of("shop.example")),
                null,
                Set.of(),
                InputStream::nullInputStream,
                -1,
                false,
                "203.0.113.77",
                () -> null);
    }

    /** The same by {@code user}, who has {@code roles}. */
    public AdminVisit as(@Nullable String user, String... roles) {
        return new AdminVisit(
                servlet,
                method,
                info,
                query,
                headers,
                user,
                Set.of(roles),
                body,
                length,
                challenges,
                address,
                authentication);
    }

    public AdminVisit with(String method) {
        return new AdminVisit(
                servlet, method, info, query, headers, user, roles, body, length, challenges, address, authentication);
    }

    /** From {@code address}, where the container asks anonymous callers for a password. */
    public AdminVisit challengedAt(String address) {
        return new AdminVisit(
                servlet, method, info, query, headers, user, roles, body, length, true, address, authentication);
    }

    /** From {@code address}. */
    public AdminVisit at(String address) {
        return new AdminVisit(
                servlet, method, info, query, headers, user, roles, body, length, challenges, address, authentication);
    }

    /** Where the container does that when it authenticates. */
    public AdminVisit authenticating(Callable<@Nullable Void> authentication) {
        return new AdminVisit(
                servlet, method, info, query, headers, user, roles, body, length, challenges, address, authentication);
    }

    /** With header lines in place of those of that name. */
    public AdminVisit header(String name, String... lines) {
        Map<String, List<String>> more = new TreeMap<>(headers);
        more.put(name.toLowerCase(Locale.ROOT), List.of(lines));
        return new AdminVisit(
                servlet, method, info, query, more, user, roles, body, length, challenges, address, authentication);
    }

    /** With a parameter more. */
    public AdminVisit query(String name, String... values) {
        Map<String, List<String>> more = new TreeMap<>(query);
        more.put(name, List.of(values));
        return new AdminVisit(
                servlet, method, info, more, headers, user, roles, body, length, challenges, address, authentication);
    }

    public AdminVisit body(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return body(() -> new ByteArrayInputStream(bytes), bytes.length);
    }

    public AdminVisit body(Supplier<InputStream> bytes, long declared) {
        return new AdminVisit(
                servlet,
                method,
                info,
                query,
                headers,
                user,
                roles,
                bytes,
                declared,
                challenges,
                address,
                authentication);
    }

    /** A change, as the console asks for it. */
    public AdminVisit change(String method) {
        return with(method).header("X-Ratelimit-Admin", "1").header("Content-Type", "application/json");
    }

    public Reply send() {
        Answered answered = new Answered();
        try {
            servlet.service(request(answered), answered.response());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Reply(answered.status, answered.headers, answered.body.toString(StandardCharsets.UTF_8));
    }

    private HttpServletRequest request(Answered answered) {
        boolean[] authenticated = {!challenges};
        InputStream stream = body.get();
        return proxy(HttpServletRequest.class, (name, arguments) -> switch (name) {
            case "getMethod" -> method;
            case "getContextPath" -> "/shop";
            case "getPathInfo" -> info;
            case "getHeader" -> lines(arguments[0]).findFirst().orElse(null);
            case "getHeaders" -> Collections.enumeration(lines(arguments[0]).toList());
            case "getParameterValues" ->
                query.containsKey(arguments[0]) ? query.get(arguments[0]).toArray(String[]::new) : null;
            case "getInputStream" -> new Input(stream);
            case "getContentLengthLong" -> length;
            case "getUserPrincipal" -> user == null || !authenticated[0] ? null : (Principal) () -> user;
            case "isUserInRole" -> authenticated[0] && roles.contains(arguments[0]);
            case "getRemoteAddr" -> address;
            case "isSecure" -> false;
            case "authenticate" -> {
                authentication.call();
                if (!challenges) {
                    throw new ServletException("no login mechanism");
                }
                authenticated[0] = user != null;
                if (user == null) {
                    answered.status = 401;
                }
                yield user != null;
            }
            default -> throw new AssertionError("nothing asks a request for " + name);
        });
    }

    private Stream<String> lines(Object name) {
        return headers.getOrDefault(String.valueOf(name).toLowerCase(Locale.ROOT), List.of()).stream();
    }

    private static final class Answered {
        private int status = 200;
        private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        HttpServletResponse response() {
            return proxy(HttpServletResponse.class, (name, arguments) -> switch (name) {
                case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                case "setContentType" -> headers.put("Content-Type", (String) arguments[0]);
                case "setContentLength" -> headers.put("Content-Length", String.valueOf(arguments[0]));
                case "setStatus" -> status = (Integer) arguments[0];
                case "getStatus" -> status;
                case "isCommitted" -> false;
                case "getOutputStream" -> new Output(body);
                default -> throw new AssertionError("nothing asks a response for " + name);
            });
        }
    }

    private static final class Input extends ServletInputStream {
        private final InputStream stream;

        Input(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            return stream.read();
        }

        @Override
        public int read(byte[] bytes, int from, int most) throws IOException {
            return stream.read(bytes, from, most);
        }

        @Override
        public boolean isFinished() {
            throw new AssertionError("is read by a thread");
        }

        @Override
        public boolean isReady() {
            throw new AssertionError("is read by a thread");
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new AssertionError("is read by a thread");
        }
    }

    private static final class Output extends ServletOutputStream {
        private final ByteArrayOutputStream bytes;

        Output(ByteArrayOutputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int octet) {
            bytes.write(octet);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new AssertionError("is written by a thread");
        }
    }

    private interface Call {
        @Nullable Object answer(String name, Object[] arguments) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(LOADER, new Class<?>[] {type}, (proxy, method, arguments) -> {
            Object answer = call.answer(method.getName(), arguments == null ? new Object[0] : arguments);
            return method.getReturnType() == void.class ? null : answer;
        }));
    }

    /** Several of the same, and their statuses. */
    public List<Integer> statuses(int times) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            statuses.add(send().status());
        }
        return statuses;
    }

    @Override
    public String toString() {
        return method + ' ' + info + ' ' + user + ' ' + Arrays.toString(roles.toArray());
    }
}
