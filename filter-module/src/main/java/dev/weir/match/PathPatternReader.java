package dev.weir.match;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads patterns in the syntax of the configuration. Refuses patterns that no path can match, and those that mean
 * something else elsewhere: a limit that never applies would not be noticed.
 */
final class PathPatternReader {

    private static final Pattern SPACE = Pattern.compile("\\s+");
    // RFC 9110 section 5.6.2, without the * that would be taken for "any method"
    private static final Pattern METHOD = Pattern.compile("[!#$%&'+.^_`|~0-9A-Za-z-]+");
    private static final Pattern SPACE_OR_ESCAPE = Pattern.compile("\\s|%[0-9A-Fa-f]{2}");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Z}&&[^ \\t\\n\\x0B\\f\\r]]");
    private static final Pattern OF_AN_EXPRESSION = Pattern.compile("[\\^|\\[\\]]");
    // Several in a row are equivalent to one
    private static final Pattern TEMPLATES = Pattern.compile("(?:\\{[A-Za-z_][A-Za-z0-9_.-]*})+");
    private static final Pattern EXTENSION = Pattern.compile("\\*\\.[^/*]+");

    private PathPatternReader() {}

    static List<PathPattern> readAll(String text) {
        List<PathPattern> patterns = new ArrayList<>();
        for (String element : text.split(",", -1)) {
            require(!element.isBlank(), "pattern must not be empty", text);
            patterns.add(read(element));
        }
        return List.copyOf(patterns);
    }

    static PathPattern read(String text) {
        String found = utf8(text.strip());
        require(!found.isEmpty(), "pattern must not be empty", found);
        if (isPath(found)) {
            return new PathPattern(Optional.empty(), segments(found, found), found);
        }
        String[] words = SPACE.split(found, 2);
        require(words.length == 2 && isPath(words[1]), "pattern must begin with /", found);
        require(METHOD.matcher(words[0]).matches(), "method must be a token such as POST", found);
        require(words[0].indexOf('|') < 0, "write one pattern for each method, separated by commas", found);
        // methods compare case-sensitively, and those that clients send are in upper case
        require(words[0].equals(words[0].toUpperCase(Locale.ROOT)), "method must be in upper case", found);
        return new PathPattern(Optional.of(words[0]), segments(words[1], found), words[0] + " " + words[1]);
    }

    /**
     * Decodes UTF-8 that was read as ISO-8859-1. Payara reads the properties of an application as ISO-8859-1, by which
     * every octet of UTF-8 becomes a character. No path has such a sequence of characters intentionally.
     */
    private static String utf8(String text) {
        if (text.chars().allMatch(c -> c < 0x80) || text.chars().anyMatch(c -> c > 0xFF)) {
            return text;
        }
        try {
            ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
            return StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
        } catch (CharacterCodingException e) {
            return text;
        }
    }

    private static boolean isPath(String text) {
        return text.startsWith("/") || text.startsWith("*.");
    }

    /**
     * Splits the pattern. Refuses segments that no normalised path can match: a limit that never applies would not be
     * noticed.
     */
    private static List<String> segments(String pattern, String found) {
        require(
                pattern.indexOf('?') < 0,
                "pattern must not contain ?, a query is not part of a path (* stands for a character)",
                found);
        require(
                pattern.indexOf('#') < 0,
                "pattern must not contain #, a fragment is never sent (* stands for a character)",
                found);
        require(
                pattern.indexOf(';') < 0,
                "pattern must not contain ;, path parameters are not compared (* stands for a character)",
                found);
        String glob = withoutTemplates(pattern, found);
        require(
                !SPACE_OR_ESCAPE.matcher(glob).find(),
                "pattern must not contain spaces or escapes (* stands for them)",
                found);
        require(
                !INVISIBLE.matcher(glob).find(),
                "pattern must not contain invisible characters (* stands for them)",
                found);
        require(
                !OF_AN_EXPRESSION.matcher(glob).find(),
                "pattern is no regular expression, it must not contain ^ | [ or ] (* stands for a character)",
                found);
        if (glob.equals("/")) {
            return List.of();
        }
        if (glob.startsWith("*.")) {
            require(
                    EXTENSION.matcher(glob).matches(),
                    "a pattern that begins with *. must go on with an extension",
                    found);
            return List.of(PathPattern.ANY_SEGMENTS, glob);
        }
        return checked(List.of(withoutTrailingSlash(glob).substring(1).split("/", -1)), found);
    }

    private static List<String> checked(List<String> segments, String found) {
        for (String segment : segments) {
            boolean normal = !segment.isEmpty() && !segment.equals(".") && !segment.equals("..");
            require(normal, "pattern must not contain empty segments, . or ..", found);
            boolean wholeSegment =
                    segment.equals(PathPattern.ANY_SEGMENTS) || !segment.contains(PathPattern.ANY_SEGMENTS);
            require(wholeSegment, "** must be a whole segment", found);
        }
        return segments;
    }

    /** Replaces {@code {id}} by {@code *}; two of them in a row are equivalent to one. */
    private static String withoutTemplates(String pattern, String found) {
        if (pattern.indexOf('{') < 0 && pattern.indexOf('}') < 0) {
            return pattern;
        }
        String glob = TEMPLATES.matcher(pattern).replaceAll("*");
        require(
                glob.indexOf('{') < 0 && glob.indexOf('}') < 0,
                "{ and } must enclose a name, as in /a/{id}; for a regular expression write * (one segment) or ** (several)",
                found);
        return glob;
    }

    private static String withoutTrailingSlash(String pattern) {
        return pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
    }

    private static void require(boolean holds, String rule, String found) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", was \"" + found + "\"");
        }
    }
}
