package dev.weir.config;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Collects problems, so that all are reported together, and notes about unusual settings. For use by one thread. */
final class Problems {

    private static final String FOUND = ", was \"";

    private final Set<String> found = new LinkedHashSet<>();
    /** The policies of the properties with problems. */
    private final Set<String> policies = new TreeSet<>();

    private boolean onlyOfPolicies = true;
    private final Set<String> unreadable = new HashSet<>();
    private final Set<String> notes = new LinkedHashSet<>();

    /**
     * Adds {@code property: rule, was "value"}. A rule that names the value already stays unchanged, and secrets are
     * not disclosed.
     */
    void add(String property, String rule, String value) {
        boolean complete = rule.contains(FOUND)
                || (property + rule).toLowerCase(Locale.ROOT).contains("secret");
        add(property, complete ? rule : rule + FOUND + value + '"');
    }

    /** Adds a problem without a value. */
    void add(String property, String rule) {
        if (!unreadable.contains(property)) {
            found.add(property + ": " + rule);
            Optional<String> policy = Property.OfPolicy.policyOf(property);
            policy.ifPresent(policies::add);
            onlyOfPolicies &= policy.isPresent();
        }
    }

    /**
     * Adds a problem of a property whose value is unknown: a missing or invalid value of it is not reported a second
     * time.
     */
    void addUnreadable(String property, String rule, String value) {
        add(property, rule, value);
        unreadable.add(property);
    }

    /** Adds such a problem where there is no value to report. */
    void addUnreadable(String property, String rule) {
        add(property, rule);
        unreadable.add(property);
    }

    /** Returns the result of {@code reader} for {@code value}; if it throws, adds a problem and returns empty. */
    <T> Optional<T> read(String property, String value, Function<String, T> reader) {
        try {
            return Optional.of(reader.apply(value));
        } catch (IllegalArgumentException e) {
            add(property, String.valueOf(e.getMessage()), value);
            return Optional.empty();
        }
    }

    /** Adds a note about a setting that is valid but probably unintended. */
    void note(String property, String what) {
        notes.add(property + ": " + what);
    }

    /** One line for each problem. */
    List<String> found() {
        return List.copyOf(found);
    }

    /** The policies that have a problem. */
    Set<String> policies() {
        return Set.copyOf(policies);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidConfigurationException(found());
        }
    }

    /** Throws if a problem is not that of a single policy. */
    void throwIfAnyOfAll() {
        if (!onlyOfPolicies) {
            throw new InvalidConfigurationException(found());
        }
    }
}
