package dev.weir.config;

import java.util.List;

/**
 * Reports an invalid configuration. {@link #list()} has every problem with the property, the rule and the value found.
 * The message does not contain the list: servers print the message once for every layer that wraps the exception, while
 * the list is logged once.
 */
public final class InvalidConfigurationException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidConfigurationException(List<String> problems) {
        super("Weir cannot start: the log lists " + problems.size() + " problem(s) of its configuration");
        this.problems = List.copyOf(problems);
    }

    /** All problems, one line each, for the log. */
    public String list() {
        return "Weir cannot start, its configuration has " + problems.size() + " problem(s):\n  "
                + String.join("\n  ", problems);
    }

    /** One line for each problem. */
    public List<String> problems() {
        return problems;
    }
}
