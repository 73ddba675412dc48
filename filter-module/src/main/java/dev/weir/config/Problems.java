package dev.weir.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Collects what is wrong, so that it can be told all at once, and what is only strange. Meant for one thread. */
final class Problems {

    private static final String FOUND = ", was \"";

    private final Set<String> found = new LinkedHashSet<>();
    private final Set<String> unreadable = new HashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();

    /** {@code property: rule, was "value"}; a rule that names the value already stays as it is, and no secret is told. */
    void add(String property, String rule, String value) {
        boolean told = rule.contains(FOUND)
                || (property + rule).toLowerCase(Locale.ROOT).contains("secret");
        add(property, told ? rule : rule + FOUND + value + '"');
    }

    /** A problem that no value shows. */
    void add(String property, String rule) {
        if (!unreadable.contains(property)) {
            found.add(property + ": " + rule);
        }
    }

    /** A property whose value nobody knows: that it has none, or a wrong one, is no second problem. */
    void addUnreadable(String property, String rule, String value) {
        add(property, rule, value);
        unreadable.add(property);
    }

    /** The same where there is no value to show. */
    void addUnreadable(String property, String rule) {
        add(property, rule);
        unreadable.add(property);
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

    /** Something that stops nothing, and is probably not meant. */
    void note(String property, String what) {
        notes.add(property + ": " + what);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidConfigurationException(new ArrayList<>(found));
        }
    }
}
