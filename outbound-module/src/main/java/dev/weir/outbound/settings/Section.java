package dev.weir.outbound.settings;

import java.util.Map;
import java.util.function.Function;

/**
 * The properties of one policy, or of the statistics.
 *
 * @param prefix what their names begin with, with the dot
 * @param values by names below the prefix
 */
record Section(String prefix, Map<String, String> values, ProblemSink problems) {

    /** The value of a property; that of its default if it is not set, or if it is wrong, which is then a problem. */
    <T> T value(String key, String defaultValue, Function<String, T> reader) {
        String text = values.getOrDefault(key, defaultValue);
        try {
            return reader.apply(text.strip());
        } catch (IllegalArgumentException e) {
            problem(key, String.valueOf(e.getMessage()));
            return reader.apply(defaultValue);
        }
    }

    <T> T value(ThrottleProperty property, Function<String, T> reader) {
        return value(property.key(), property.defaultValue(), reader);
    }

    <T> T value(StatisticsProperty property, Function<String, T> reader) {
        return value(property.key(), property.defaultValue(), reader);
    }

    /** Adds a problem of a property that is set. */
    void problem(String key, String rule) {
        problems.add(prefix + key, rule, values.getOrDefault(key, ""));
    }
}
