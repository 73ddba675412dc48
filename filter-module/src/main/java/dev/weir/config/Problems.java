package dev.weir.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Collects what is wrong, so that it can be told all at once. Meant for one thread. */
final class Problems {

    private static final String FOUND = ", was \"";

    private final List<String> found = new ArrayList<>();

    /** {@code property: rule, was "value"}; a rule that names the value already stays as it is. */
    void add(String property, String rule, String value) {
        found.add(property + ": " + (rule.contains(FOUND) ? rule : rule + FOUND + value + '"'));
    }

    /** A problem that no value shows. */
    void add(String property, String rule) {
        found.add(property + ": " + rule);
    }

    /** What {@code reader} makes of {@code value}; empty, and a problem, if it throws for it. */
    <T> Optional<T> read(String property, String value, Function<String, T> reader) {
        try {
            return Optional.of(reader.apply(value));
        } catch (IllegalArgumentException e) {
            add(property, String.valueOf(e.getMessage()), value);
            return Optional.empty();
        }
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidConfigurationException(found);
        }
    }
}
