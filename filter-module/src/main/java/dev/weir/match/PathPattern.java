package dev.weir.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which requests a policy is for: {@code [METHOD ]pattern}, as in {@code POST /api/login} or {@code /reports/**}.
 *
 * <p>In a segment {@code *} is any run of characters; a whole segment {@code **} is any number of segments, also none.
 * Methods and paths compare case-sensitively, a trailing slash is insignificant. Matching takes at most the length of the
 * path times the length of the pattern, whatever the path. Immutable, safe for use by many threads.
 *
 * <pre>
 * PathPattern.parse("POST /api/**").matches("POST", "/api/login")    // true
 * </pre>
 */
public final class PathPattern {

    private static final String ANY_SEGMENTS = "**";
    private static final Pattern SPACE = Pattern.compile("\\s+");
    // RFC 9110 section 5.6.2, without the * that would be taken for "any method"
    private static final Pattern METHOD = Pattern.compile("[!#$%&'+.^_`|~0-9A-Za-z-]+");
    private static final Pattern SPACE_OR_ESCAPE = Pattern.compile("\\s|%[0-9A-Fa-f]{2}");

    private final Optional<String> method;
    private final List<String> segments;
    private final String text;

    private PathPattern(Optional<String> method, List<String> segments, String text) {
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
        List<PathPattern> patterns = new ArrayList<>();
        for (String element : text.split(",", -1)) {
            require(!element.isBlank(), "pattern must not be empty", text);
            patterns.add(parse(element));
        }
        return List.copyOf(patterns);
    }

    /**
     * Reads {@code [METHOD ]pattern}.
     *
     * @throws IllegalArgumentException if the text breaks a rule; the message is the rule and the text found, as in
     *     {@code pattern must begin with /, was "api/*"}
     */
    public static PathPattern parse(String text) {
        String found = text.strip();
        require(!found.isEmpty(), "pattern must not be empty", found);
        if (found.startsWith("/")) {
            return new PathPattern(Optional.empty(), segments(found, found), found);
        }
        String[] words = SPACE.split(found, 2);
        require(words.length == 2 && words[1].startsWith("/"), "pattern must begin with /", found);
        require(METHOD.matcher(words[0]).matches(), "method must be a token such as POST", found);
        // methods compare case-sensitively, and those that clients send are in upper case
        require(words[0].equals(words[0].toUpperCase(Locale.ROOT)), "method must be in upper case", found);
        return new PathPattern(Optional.of(words[0]), segments(words[1], found), words[0] + " " + words[1]);
    }

    /** Refuses what no normalised path can match: a limit that never applies would go unnoticed. */
    private static List<String> segments(String pattern, String found) {
        require(
                !SPACE_OR_ESCAPE.matcher(pattern).find(),
                "pattern must not contain spaces or escapes (* stands for them)",
                found);
        if (pattern.equals("/")) {
            return List.of();
        }
        List<String> segments =
                List.of(withoutTrailingSlash(pattern).substring(1).split("/", -1));
        for (String segment : segments) {
            boolean normal = !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
            require(normal, "pattern must not contain empty segments, . or ..", found);
            boolean wholeSegment = segment.equals(ANY_SEGMENTS) || !segment.contains(ANY_SEGMENTS);
            require(wholeSegment, "** must be a whole segment", found);
        }
        return segments;
    }

    private static String withoutTrailingSlash(String pattern) {
        return pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
    }

    private static void require(boolean holds, String rule, String found) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", was \"" + found + "\"");
        }
    }

    /**
     * Whether a request is one of those that this pattern stands for. {@code HEAD} is a {@code GET}, whose method answers it.
     *
     * @param path the path below the context root as {@link RequestPath#normalize} returns it
     */
    public boolean matches(String method, String path) {
        return matchesMethod(method) && matchesPath(path);
    }

    private boolean matchesMethod(String requested) {
        return method.isEmpty()
                || method.get().equals(requested)
                || (requested.equals("HEAD") && method.get().equals("GET"));
    }

    /**
     * When a segment does not fit, the latest {@code **} takes one segment more and matching goes on behind it. Earlier
     * ones need not be tried again: they have taken the fewest segments that they could, which leaves the most.
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

    /** The same, one level down: {@code path} from {@code start} to {@code end} is the segment, {@code *} a run of it. */
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

    /** The pattern as configuration writes it. */
    @Override
    public String toString() {
        return text;
    }
}
