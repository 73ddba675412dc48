package dev.weir.runtime;

import dev.weir.config.source.PropertySource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A source whose properties are those of the start, except for those that can change while the application runs: a
 * policy is never read with half of a change. Safe for use by many threads if the source is.
 *
 * @param atStart the values of the start
 * @param canChange whether a property, by its name, can change
 */
record RefreshedSource(PropertySource source, Map<String, String> atStart, Predicate<String> canChange)
        implements PropertySource {

    RefreshedSource {
        atStart = Map.copyOf(atStart);
    }

    @Override
    public Optional<String> get(String name) {
        return canChange.test(name) ? source.get(name) : Optional.ofNullable(atStart.get(name));
    }

    @Override
    public Set<String> names() {
        Set<String> names = new HashSet<>(source.names());
        names.removeIf(name -> !canChange.test(name));
        atStart.keySet().stream().filter(canChange.negate()).forEach(names::add);
        return names;
    }
}
