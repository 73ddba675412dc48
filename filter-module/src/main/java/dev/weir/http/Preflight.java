package dev.weir.http;

/**
 * Recognises CORS preflights, by which a browser checks whether a script may send another request. As the Fetch
 * standard defines it: {@code OPTIONS} with {@code Origin} and {@code Access-Control-Request-Method}, and neither
 * credentials nor a body. A request that has these does not come from a browser's check, and is treated as any other
 * request.
 */
public final class Preflight {

    /** The method of a preflight. */
    public static final String METHOD = "OPTIONS";

    private Preflight() {}

    /** Whether {@code request} is a preflight. */
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
