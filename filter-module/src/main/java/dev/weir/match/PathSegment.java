package dev.weir.match;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The place of one segment in a path: {@code {tenant}} in {@code /t/{tenant}/**}. Immutable, safe for use by many
 * threads.
 *
 * <pre>
 * PathSegment.parse("/t/{tenant}/**", "{tenant}").in("/t/acme/orders")    // "acme"
 * </pre>
 */
public final class PathSegment {

    private final PathPattern pattern;
    private final int place;

    private PathSegment(PathPattern pattern, int place) {
        this.pattern = pattern;
        this.place = place;
    }

    /**
     * Reads a pattern that has {@code name} as a segment.
     *
     * @throws IllegalArgumentException if the pattern breaks a rule, or leaves open which segment is meant
     */
    public static PathSegment parse(String text, String name) {
        PathPattern pattern = PathPattern.parse(text);
        if (pattern.method().isPresent()) {
            throw new IllegalArgumentException("pattern must begin with /");
        }
        List<String> segments = segments(pattern.toString());
        int place = segments.indexOf(name);
        if (place < 0 || place != segments.lastIndexOf(name)) {
            throw new IllegalArgumentException("pattern must have " + name + " as one whole segment");
        }
        if (segments.subList(0, place).contains(PathPattern.ANY_SEGMENTS)) {
            throw new IllegalArgumentException("pattern must not have ** before " + name);
        }
        return new PathSegment(pattern, place);
    }

    /** The segment of {@code path}; empty if the path does not match the pattern. */
    public Optional<String> in(String path) {
        return pattern.matches("", path) ? Optional.of(segments(path).get(place)) : Optional.empty();
    }

    /** The segments of all readings of a path; more than one if they disagree. */
    public Set<String> in(String path, PathReadings others) {
        Set<String> found = new LinkedHashSet<>();
        in(path).ifPresent(found::add);
        for (String other : others.paths()) {
            in(other).ifPresent(found::add);
        }
        return found;
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/", -1))
                .filter(each -> !each.isEmpty())
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathSegment that && pattern.toString().equals(that.pattern.toString());
    }

    @Override
    public int hashCode() {
        return pattern.toString().hashCode();
    }

    /** The pattern in the syntax of the configuration. */
    @Override
    public String toString() {
        return pattern.toString();
    }
}
