package dev.weir.match;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Normalises the path of a request, so that no other spelling bypasses a limit. Stateless, safe for use by many
 * threads.
 *
 * <pre>
 * RequestPath.normalize("/app//api/./%6Cogin;x=1", "/app")    // "/api/login"
 * </pre>
 */
public final class RequestPath {

    // Of the absolute form of a request target, RFC 9112 section 3.2.2
    private static final Pattern SCHEME_AND_AUTHORITY = Pattern.compile("\\A[A-Za-z][A-Za-z0-9+.-]*+://[^/?#]*+");
    private static final Pattern PARAMETERS = Pattern.compile(";[^/]*+");
    private static final Pattern ESCAPES = Pattern.compile("(?:%[0-9A-Fa-f]{2})++");
    private static final HexFormat ESCAPE = HexFormat.of().withPrefix("%");

    private RequestPath() {}

    /**
     * Returns the decoded, normalised path below the context root. It begins with {@code /} and, unless it is the root,
     * does not end with one.
     *
     * <p>Path parameters are dropped, escapes decoded once as UTF-8, {@code //} collapsed, {@code .} and {@code ..}
     * resolved, never above the root. An escaped slash separates segments as well. A malformed escape is kept
     * unchanged; octets that are not UTF-8 become U+FFFD. Never throws. A path outside the context is returned whole.
     *
     * @param rawUri the path as the client sent it, {@code HttpServletRequest.getRequestURI()}
     * @param rawContextPath {@code HttpServletRequest.getContextPath()}, which containers also return as the client
     *     sent it: {@code //app} or {@code /%61pp}
     */
    public static String normalize(String rawUri, String rawContextPath) {
        return below(normalizeContext(rawContextPath), normalize(rawUri));
    }

    static String normalizeContext(String rawContextPath) {
        return rawContextPath.isEmpty() ? "/" : normalize(rawContextPath);
    }

    /** Returns the part of {@code path} below {@code context}, both normal; the whole path if it is not below. */
    static String below(String context, String path) {
        if (context.equals("/")) {
            return path;
        }
        if (path.equals(context)) {
            return "/";
        }
        boolean below = path.startsWith(context) && path.charAt(context.length()) == '/';
        return below ? path.substring(context.length()) : path;
    }

    private static String normalize(String raw) {
        if (isNormal(raw)) {
            return raw;
        }
        // Parameters are removed before escapes are decoded, so that %3B is a character of a name
        return resolve(decode(withoutParameters(withoutAuthority(raw))));
    }

    static String withoutAuthority(String raw) {
        return raw.startsWith("/") ? raw : SCHEME_AND_AUTHORITY.matcher(raw).replaceFirst("");
    }

    static String withoutParameters(String path) {
        return path.indexOf(';') < 0 ? path : PARAMETERS.matcher(path).replaceAll("");
    }

    /** Collapses {@code //}, resolves {@code .} and {@code ..}. */
    static String resolve(String path) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        return "/" + String.join("/", segments);
    }

    /** Whether the path is normal already; can return false for a normal path, as for {@code /.well-known}. */
    private static boolean isNormal(String raw) {
        if (!raw.startsWith("/") || raw.indexOf('%') >= 0 || raw.indexOf(';') >= 0) {
            return false;
        }
        return !raw.contains("//") && !raw.contains("/.") && (raw.length() == 1 || !raw.endsWith("/"));
    }

    /** Decodes escapes once, as UTF-8. */
    static String decode(String text) {
        return text.indexOf('%') < 0 ? text : decodeAll(text);
    }

    private static String decodeAll(String text) {
        return ESCAPES.matcher(text)
                .replaceAll(run ->
                        Matcher.quoteReplacement(new String(ESCAPE.parseHex(run.group()), StandardCharsets.UTF_8)));
    }
}
