package dev.weir.config;

import java.util.List;

/** The configuration is wrong; the message lists every problem with the property, the rule and the value found. */
public final class InvalidConfigurationException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** Says what is wrong, a line for each problem. */
    public InvalidConfigurationException(List<String> problems) {
        super("Weir cannot start, its configuration has " + problems.size() + " problem(s):\n  "
                + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line for each problem. */
    public List<String> problems() {
        return problems;
    }
}
