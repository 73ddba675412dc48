package dev.weir.match;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pattern of the requests to which a policy applies: {@code [METHOD ]pattern}, as in {@code POST /api/login} or
 * {@code /reports/**}.
 *
 * <p>In a segment {@code *} is any sequence of characters, and so is {@code {id}}; a whole segment {@code **} is any
 * number of segments, also none. {@code *.do} is every path with that end, as in a servlet mapping. {@code /a/*} is one
 * segment below {@code /a}; as a servlet mapping the same text matches more, which {@link #isMapping} covers. Methods
 * and paths compare case-sensitively, a trailing slash is insignificant. Matching takes at most the length of the path
 * times the length of the pattern, whatever the path. Immutable, safe for use by many threads.
 *
 * <pre>
 * PathPattern.parse("POST /api/**").matches("POST", "/api/login")    // true
 * </pre>
 */
public final class PathPattern {

    static final String ANY_SEGMENTS = "**";
    /** A character that no pattern has, so that only a star matches it. */
    private static final String ANY = "\u0001";

    private final Optional<String> method;
    private final List<String> segments;
    private final String text;

    PathPattern(Optional<String> method, List<String> segments, String text) {
        this.method = method;
        this.segments = segments;
        this.text = text;
    }

    /**
     * Reads patterns separated by commas: {@code POST /api/login, /reports/**}.
     *
     * @throws IllegalArgumentException if one of them breaks a rule; the message is the rule and the text found
     */
    public static List<PathPattern> parseAll(String text) {
        return PathPatternReader.readAll(text);
    }

    /**
     * Reads {@code [METHOD ]pattern}.
     *
     * @throws IllegalArgumentException if the text breaks a rule; the message is the rule and the text found, as in
     *     {@code pattern must begin with /, was "api/*"}
     */
    public static PathPattern parse(String text) {
        return PathPatternReader.read(text);
    }

    /**
     * Whether this pattern matches a request. A pattern for {@code GET} also matches {@code HEAD}, because the
     * {@code GET} method answers it.
     *
     * @param path the path below the context root as {@link RequestPath#normalize} returns it
     */
    public boolean matches(String method, String path) {
        return matchesMethod(method) && matchesPath(path);
    }

    /**
     * Whether this pattern, read as the mapping of a servlet, covers a request: {@code /*} covers all requests, and
     * {@code /echo/*} all requests of the servlet with that mapping.
     *
     * @param servletMapping the mapping of the servlet that gets the request
     */
    public boolean isMapping(String method, String servletMapping) {
        String mapping = pathText();
        return (mapping.equals("/*") || mapping.equals(servletMapping)) && matchesMethod(method);
    }

    /** Whether the pattern has the form of a servlet mapping that would match more: {@code /echo/*}. */
    public boolean isPrefixForm() {
        return pathText().endsWith("/*") && text.indexOf('*') == text.length() - 1;
    }

    /** The number of segments. */
    public int depth() {
        return segments.size();
    }

    /** Whether every path that the pattern matches is {@code directory}, for example {@code /shop}, or below it. */
    public boolean isBelow(String directory) {
        return (pathText() + '/').startsWith(directory + '/');
    }

    /**
     * Whether {@code others} together match all that this pattern matches; tested with a segment that only wildcards
     * match.
     */
    public boolean isCoveredBy(List<PathPattern> others) {
        return Stream.of("", ANY, ANY + '/' + ANY).allMatch(any -> {
            String path =
                    '/' + String.join("/", segments).replace(ANY_SEGMENTS, any).replace("*", ANY);
            return others.stream().anyMatch(other -> other.matches(method.orElse(ANY), path));
        });
    }

    /** The method that the pattern names; empty if it matches all methods. */
    public Optional<String> method() {
        return method;
    }

    /** Whether the pattern names {@code method}, instead of matching all methods. */
    public boolean isFor(String method) {
        return this.method.isPresent() && this.method.get().equals(method);
    }

    private String pathText() {
        return method.isEmpty() ? text : text.substring(method.get().length() + 1);
    }

    private boolean matchesMethod(String requested) {
        return method.isEmpty()
                || method.get().equals(requested)
                || (requested.equals("HEAD") && method.get().equals("GET"));
    }

    /**
     * Whether the segments match. When a segment does not match, the most recent {@code **} takes one more segment and
     * matching continues behind it. Earlier ones need not be tried again: they have taken the fewest segments possible,
     * which leaves the most.
     */
    private boolean matchesPath(String path) {
        int next = 0;
        int at = skipSlashes(path, 0);
        int behindStars = -1;
        int takenUntil = 0;
        while (at < path.length()) {
            int end = endOfSegment(path, at);
            if (next < segments.size() && segments.get(next).equals(ANY_SEGMENTS)) {
                behindStars = ++next;
                takenUntil = at;
            } else if (next < segments.size() && matchesSegment(segments.get(next), path, at, end)) {
                next++;
                at = skipSlashes(path, end);
            } else if (behindStars >= 0) {
                next = behindStars;
                takenUntil = skipSlashes(path, endOfSegment(path, takenUntil));
                at = takenUntil;
            } else {
                return false;
            }
        }
        return segments.subList(next, segments.size()).stream().allMatch(ANY_SEGMENTS::equals);
    }

    /**
     * Does the same for one segment: {@code path} from {@code start} to {@code end} is the segment, {@code *} matches
     * any characters of it.
     */
    private static boolean matchesSegment(String glob, String path, int start, int end) {
        int next = 0;
        int at = start;
        int behindStar = -1;
        int takenUntil = start;
        while (at < end) {
            if (next < glob.length() && glob.charAt(next) == '*') {
                behindStar = ++next;
                takenUntil = at;
            } else if (next < glob.length() && glob.charAt(next) == path.charAt(at)) {
                next++;
                at++;
            } else if (behindStar >= 0) {
                next = behindStar;
                at = ++takenUntil;
            } else {
                return false;
            }
        }
        // `**` is never part of a segment, so at most one star is left
        return next == glob.length() || (next == glob.length() - 1 && glob.charAt(next) == '*');
    }

    private static int skipSlashes(String path, int from) {
        int at = from;
        while (at < path.length() && path.charAt(at) == '/') {
            at++;
        }
        return at;
    }

    private static int endOfSegment(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? path.length() : slash;
    }

    /** The pattern in the syntax of the configuration. */
    @Override
    public String toString() {
        return text;
    }
}
