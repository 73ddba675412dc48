package dev.weir.match;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The other readings of a request's path. The container, the framework behind it and a proxy before it agree on the
 * path of an ordinary request, but not on {@code /a;/..;/b}: Payara runs the servlet at {@code /a}, Tomcat the one at
 * {@code /b}. A limit applies if its pattern matches any reading, an exemption only if it covers all of them.
 * Immutable.
 *
 * <pre>
 * PathReadings.of("/api/a%2Fb", "", "/api", "/a/b", List.of()).matchAny(PathPattern.parse("/api/*"), "GET")    // true
 * </pre>
 */
public final class PathReadings {

    /** No other reading: the path is ordinary. */
    public static final PathReadings NONE = new PathReadings(Set.of(), Set.of());

    private static final HexFormat ESCAPE = HexFormat.of().withPrefix("%").withUpperCase();
    private static final String ESCAPED_SLASH = "%2F";
    /** A dot, a slash or a backslash: what another decoding makes of other characters leads to no other place. */
    private static final Pattern STRUCTURE_ESCAPED_TWICE = Pattern.compile("%25(2e|2f|5c)", Pattern.CASE_INSENSITIVE);

    private final Set<String> paths;
    private final Set<String> sameResource;

    /**
     * @param paths the readings of the path
     * @param sameResource paths that may be answered with the same welcome file
     */
    private PathReadings(Set<String> paths, Set<String> sameResource) {
        this.paths = Collections.unmodifiableSet(paths);
        this.sameResource = sameResource;
    }

    /**
     * Returns the readings besides {@link RequestPath#normalize}; for most requests {@link #NONE}, without an
     * allocation.
     *
     * @param rawUri {@code HttpServletRequest.getRequestURI()}
     * @param rawContextPath {@code getContextPath()}
     * @param servletPath {@code getServletPath()}, which together with {@code pathInfo} is the path that the container
     *     mapped
     * @param welcomeFiles the files with which a directory may be answered: {@code index.html}
     */
    public static PathReadings of(
            String rawUri,
            String rawContextPath,
            String servletPath,
            @Nullable String pathInfo,
            List<String> welcomeFiles) {
        String info = pathInfo == null ? "" : pathInfo;
        boolean ordinary = isOrdinary(rawUri) && isJoined(rawUri, rawContextPath, servletPath, info);
        boolean directory = RequestPath.withoutParameters(rawUri).endsWith("/");
        if (ordinary && !directory && !endsWithAny(rawUri, welcomeFiles)) {
            return NONE;
        }
        String path = RequestPath.normalize(rawUri, rawContextPath);
        Set<String> found = new LinkedHashSet<>();
        if (!ordinary) {
            found.add(path);
            found.add(servletPath + info);
            for (String spelling : spellings(RequestPath.withoutAuthority(rawUri))) {
                addReadings(found, spelling, RequestPath.normalizeContext(rawContextPath));
            }
        }
        Set<String> same = new LinkedHashSet<>();
        for (String reading : found.isEmpty() ? Set.of(path) : found) {
            addDirectories(same, reading, welcomeFiles);
        }
        if (directory) {
            welcomeFiles.forEach(file -> same.add(path + '/' + file));
        }
        found.remove(path);
        return new PathReadings(found, same);
    }

    private static boolean isOrdinary(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            boolean dotOrEmpty =
                    c == '/' && i + 1 < raw.length() && (raw.charAt(i + 1) == '.' || raw.charAt(i + 1) == '/');
            if (c <= ' ' || c > '~' || c == '%' || c == ';' || c == '\\' || dotOrEmpty) {
                return false;
            }
        }
        return raw.startsWith("/");
    }

    private static boolean isJoined(String whole, String first, String second, String third) {
        int start = first.length() + second.length();
        return whole.length() == start + third.length()
                && whole.startsWith(first)
                && whole.startsWith(second, first.length())
                && whole.startsWith(third, start);
    }

    /**
     * The path, the path with slashes for backslashes, the path as it is after one more decoding, which an application
     * may do, if that leads to another place, and the path with the octets that a container passed on as ISO-8859-1.
     */
    private static List<String> spellings(String raw) {
        List<String> spellings = new ArrayList<>(List.of(raw));
        if (STRUCTURE_ESCAPED_TWICE.matcher(raw).find()) {
            spellings.add(raw.replace("%25", "%"));
        }
        if (raw.indexOf('\\') >= 0 || raw.contains("%5c") || raw.contains("%5C")) {
            spellings.add(raw.replace("%5c", "/").replace("%5C", "/").replace('\\', '/'));
        }
        if (raw.chars().anyMatch(c -> c > '~') && raw.chars().allMatch(c -> c <= 0xFF)) {
            spellings.add(escapeOctets(raw));
        }
        return spellings;
    }

    private static String escapeOctets(String raw) {
        StringBuilder escaped = new StringBuilder();
        for (byte octet : raw.getBytes(StandardCharsets.ISO_8859_1)) {
            escaped.append(octet < 0 ? ESCAPE.formatHex(new byte[] {octet}) : String.valueOf((char) octet));
        }
        return escaped.toString();
    }

    private static void addReadings(Set<String> found, String raw, String context) {
        found.add(RequestPath.below(
                context, RequestPath.resolve(RequestPath.decode(RequestPath.withoutParameters(raw)))));
        // Payara's mapping: decodes escapes, resolves dots, then cuts everything from the first semicolon on
        String mapped = RequestPath.resolve(RequestPath.decode(raw));
        int semicolon = mapped.indexOf(';');
        found.add(RequestPath.below(context, semicolon < 0 ? mapped : mapped.substring(0, semicolon)));
        // Jersey's routing: segments as sent, where a dot is a name and an escaped slash is part of a segment
        List<String> segments = segments(raw);
        found.add('/' + String.join("/", rest(segments, context)));
        found.add(RequestPath.below(context, RequestPath.resolve(String.join("/", segments))));
    }

    private static List<String> segments(String raw) {
        List<String> segments = new ArrayList<>();
        for (String segment : RequestPath.withoutParameters(raw).split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(RequestPath.decode(segment).replace("/", ESCAPED_SLASH));
            }
        }
        return segments;
    }

    /** The segments after those of the context path. */
    private static List<String> rest(List<String> segments, String context) {
        for (int i = 0; i <= segments.size(); i++) {
            if (RequestPath.resolve(String.join("/", segments.subList(0, i))).equals(context)) {
                return segments.subList(i, segments.size());
            }
        }
        return segments;
    }

    private static boolean endsWithAny(String path, List<String> welcomeFiles) {
        for (int i = 0; i < welcomeFiles.size(); i++) {
            if (path.endsWith(welcomeFiles.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static void addDirectories(Set<String> found, String path, List<String> welcomeFiles) {
        for (String file : welcomeFiles) {
            int slash = path.length() - file.length() - 1;
            if (slash >= 0 && path.endsWith(file) && path.charAt(slash) == '/') {
                found.add(path.substring(0, slash + 1));
            }
        }
    }

    /** Whether {@code pattern} matches any of these readings, or a path that may be the same resource. */
    public boolean matchAny(PathPattern pattern, String method) {
        return !isEmpty()
                && (paths.stream().anyMatch(path -> pattern.matches(method, path))
                        || sameResource.stream().anyMatch(path -> pattern.matches(method, path)));
    }

    /** Whether each of these readings matches one of {@code patterns}; true if there are no readings. */
    public boolean matchAll(List<PathPattern> patterns, String method) {
        return paths.stream().allMatch(path -> patterns.stream().anyMatch(pattern -> pattern.matches(method, path)));
    }

    /** The paths that a part of the server may take the request for, besides its normal one. */
    public Set<String> paths() {
        return paths;
    }

    private boolean isEmpty() {
        return paths.isEmpty() && sameResource.isEmpty();
    }

    @Override
    public String toString() {
        return paths + " " + sameResource;
    }
}
