package dev.weir.config.rule;

import dev.weir.text.Suggestion;
import java.util.ArrayList;
import java.util.List;

/** The rule by which the username of a login is found in its request. Immutable. */
public sealed interface UserNameRule {

    /** A parameter of the query or of a form. */
    record ByParameter(String name) implements UserNameRule {}

    /**
     * A member of a JSON object.
     *
     * @param path the names of the members that lead to it, one or more
     */
    record ByPointer(List<String> path) implements UserNameRule {
        public ByPointer {
            path = List.copyOf(path);
        }
    }

    /** A header. */
    record ByHeader(String name) implements UserNameRule {}

    /** A key resolver of the application, by its bean name: the value of the key is the username. */
    record ByBean(String name) implements UserNameRule {}

    /** Whether the body of a request has to be looked at. */
    default boolean needsBody() {
        return this instanceof ByParameter || this instanceof ByPointer;
    }

    /** Reads a rule; the message of the exception says what is expected. */
    static UserNameRule read(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon + 1);
        String rest = colon < 0 ? "" : text.substring(colon + 1).strip();
        return switch (kind) {
            case "param:" -> new ByParameter(matching(rest, "\\S+", "param:<name of a parameter>"));
            case "json:" -> new ByPointer(path(rest));
            case "header:" -> new ByHeader(matching(rest, "[!#$%&'*+.^_`|~0-9A-Za-z-]+", "header:<name of a header>"));
            case "bean:" -> new ByBean(matching(rest, "\\S+", "bean:<name of a bean>"));
            default ->
                throw new IllegalArgumentException(
                        "must be one of param:<name>, json:/<member>/<member>, header:<name>, bean:<name>"
                                + Suggestion.of(kind, List.of("param:", "json:", "header:", "bean:")));
        };
    }

    private static String matching(String text, String expression, String expected) {
        if (!text.matches(expression)) {
            throw new IllegalArgumentException("expected " + expected);
        }
        return text;
    }

    /** The names in a JSON pointer, RFC 6901; none of them is the index of an array. */
    private static List<String> path(String pointer) {
        matching(pointer, "(/([^/~]|~0|~1)+)+", "json:/<member>/<member>, a JSON pointer");
        List<String> names = new ArrayList<>();
        for (String name : pointer.substring(1).split("/", -1)) {
            names.add(name.replace("~1", "/").replace("~0", "~"));
        }
        return names;
    }
}
