package dev.weir.monitor.request;

import java.util.Optional;
import java.util.Set;

/**
 * The name of an endpoint: the template of the resource method, else the pattern of a policy, else the first two
 * segments of the path. Immutable.
 *
 * @param text a request method and a path, {@code GET /api/orders}
 * @param declared whether the application or its configuration has the name; if not, clients can choose it
 */
record EndpointName(String text, boolean declared) {

    private static final int SEGMENTS = 2;
    private static final int LONGEST = 200;
    private static final int LONGEST_SEGMENT = 32;
    /** A segment with more of them is a number, a date or a token. */
    private static final int MOST_DIGITS = 4;

    private static final String HEAD = "HEAD";
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    static EndpointName of(ObservedRequest request) {
        Optional<String> declared =
                request.template().or(() -> request.pattern().flatMap(each -> ofPattern(request.method(), each)));
        return declared.map(text -> new EndpointName(printable(text), true))
                .orElseGet(() -> new EndpointName(method(request.method()) + ' ' + start(request.path()), false));
    }

    /** Empty for a pattern without any part of the path, such as {@code /**} or {@code *.do}. */
    private static Optional<String> ofPattern(String method, String pattern) {
        int path = pattern.indexOf('/');
        int end = path < 0 ? -1 : pattern.indexOf('/', path + 1);
        String first = path < 0 ? "*" : pattern.substring(path, end < 0 ? pattern.length() : end);
        if (first.indexOf('*') >= 0 || first.indexOf('{') >= 0) {
            return Optional.empty();
        }
        return Optional.of(path == 0 ? method(method) + ' ' + pattern : pattern);
    }

    /** Clients can send any method; the one of a resource that answers {@code HEAD} is {@code GET}. */
    private static String method(String method) {
        return method.equals(HEAD) ? "GET" : METHODS.contains(method) ? method : "OTHER";
    }

    private static String start(String path) {
        StringBuilder start = new StringBuilder();
        int at = 0;
        for (int i = 0; i < SEGMENTS && at < path.length(); i++) {
            int from = at + (path.charAt(at) == '/' ? 1 : 0);
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            if (end > from) {
                start.append('/').append(segment(path, from, end));
            }
            at = end;
        }
        return start.isEmpty() ? "/" : start.toString();
    }

    /** The segment, or a star for one that is no name: a number, a token, an address of electronic mail. */
    private static String segment(String path, int from, int end) {
        int digits = 0;
        for (int i = from; i < end; i++) {
            char c = path.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            digits += digit ? 1 : 0;
            if (!digit && !letter && c != '-' && c != '_' && c != '.' && c != '~') {
                return "*";
            }
        }
        boolean number = digits == end - from;
        return number || digits > MOST_DIGITS || end - from > LONGEST_SEGMENT ? "*" : path.substring(from, end);
    }

    /** What every system of metrics can take as a label. */
    private static String printable(String text) {
        StringBuilder printable = new StringBuilder(text);
        printable.setLength(Math.min(LONGEST, text.length()));
        for (int i = 0; i < printable.length(); i++) {
            char c = printable.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c > '~') {
                printable.setCharAt(i, '_');
            }
        }
        return printable.toString();
    }
}
