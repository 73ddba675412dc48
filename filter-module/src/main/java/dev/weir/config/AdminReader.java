package dev.weir.config;

import dev.weir.config.source.PropertySource;
import dev.weir.text.Values;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads where an application is administered. Stateless. */
public final class AdminReader {

    /** A segment that is the same in each of its spellings. */
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]*");

    /** They mean all callers, and all who are authenticated. */
    private static final List<String> NO_ROLES = List.of("*", "**");

    private AdminReader() {}

    /**
     * Returns what {@code source} says, before the policies are read: a servlet can be added earlier than that. Empty
     * also if it is invalid or Weir is turned off; the reading of the whole then reports each problem.
     */
    public static Optional<Administration> readEarly(PropertySource source) {
        Problems problems = new Problems();
        CheckedSource checked = new CheckedSource(source, problems);
        boolean enabled =
                value(checked, problems, Property.ENABLED, Values::flag).orElse(false);
        Optional<Administration> read = read(checked, problems);
        return enabled && problems.found().isEmpty() ? read : Optional.empty();
    }

    /** Returns what {@code source} says; adds what is wrong to {@code problems}. */
    static Optional<Administration> read(CheckedSource source, Problems problems) {
        Optional<String> path = value(source, problems, Property.ADMIN_PATH, AdminReader::path);
        Optional<String> role = value(source, problems, Property.ADMIN_ROLE, AdminReader::role);
        Optional<String> viewerRole = value(source, problems, Property.ADMIN_VIEWER_ROLE, AdminReader::role);
        Optional<Administration.Keys> keys =
                value(source, problems, Property.ADMIN_KEYS, text -> Values.choice(Administration.Keys.class, text));
        return path.isEmpty() || role.isEmpty() || keys.isEmpty()
                ? Optional.empty()
                : Optional.of(new Administration(path.get(), role.get(), viewerRole, keys.get()));
    }

    private static <T> Optional<T> value(
            CheckedSource source, Problems problems, Property property, Function<String, T> reader) {
        String text = source.get(property.fullName()).orElse(property.defaultValue());
        return text.isEmpty() ? Optional.empty() : problems.read(property.fullName(), text, reader);
    }

    private static String path(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("must begin with /");
        }
        if (text.endsWith("/")) {
            throw new IllegalArgumentException("must not be or end with /");
        }
        for (String segment : text.substring(1).split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches()) {
                throw new IllegalArgumentException("each segment must be of the characters A-Z a-z 0-9 . _ ~ - and must"
                        + " not begin with a dot");
            }
        }
        return text;
    }

    private static String role(String text) {
        if (NO_ROLES.contains(text)) {
            throw new IllegalArgumentException("must be the name of one role");
        }
        return text;
    }
}
