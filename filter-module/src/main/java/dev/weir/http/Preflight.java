package dev.weir.http;

/**
 * What a browser sends to ask whether a script may send another request, as the Fetch standard has it: {@code OPTIONS} with
 * {@code Origin} and {@code Access-Control-Request-Method}, and neither credentials nor a body. A request that has these comes
 * from somebody else, and is one like any other.
 */
public final class Preflight {

    /** The method of a preflight. */
    public static final String METHOD = "OPTIONS";

    private Preflight() {}

    /** Whether {@code request} is one. */
    public static boolean is(RequestView request) {
        return request.method().equals(METHOD)
                && isPresent(request, "Origin")
                && isPresent(request, "Access-Control-Request-Method")
                && !isPresent(request, "Authorization")
                && !isPresent(request, "Cookie")
                && !isPresent(request, "Transfer-Encoding")
                && request.header("Content-Length").orElse("0").equals("0")
                && request.principal().isEmpty();
    }

    private static boolean isPresent(RequestView request, String name) {
        return request.header(name).filter(value -> !value.isBlank()).isPresent();
    }
}
