package dev.weir.gateway.settings;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Properties whose names begin alike.
 *
 * @param prefix what that is, with the dot; empty for those of no model
 * @param values all properties below {@link GatewayProperty#PREFIX}
 */
record Section(String prefix, Map<String, String> values, ProblemSink problems) {

    /** The value of a property; that of its default if it is not set, or if it is wrong, which is then a problem. */
    <T> T value(String key, String defaultValue, Function<String, T> reader) {
        try {
            return reader.apply(text(key).orElse(defaultValue));
        } catch (IllegalArgumentException e) {
            problem(key, String.valueOf(e.getMessage()));
            return reader.apply(defaultValue);
        }
    }

    <T> T value(ModelProperty property, Function<String, T> reader) {
        return value(property.key(), property.defaultValue(), reader);
    }

    <T> T value(GatewayProperty property, Function<String, T> reader) {
        return value(property.key(), property.defaultValue(), reader);
    }

    /** The value of a property, if it is set and sound; a problem if it is set and not. */
    <T> Optional<T> optional(String key, Function<String, T> reader) {
        try {
            return text(key).map(reader);
        } catch (IllegalArgumentException e) {
            problem(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** What is set. */
    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(prefix + key)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** Adds a problem with the value that is set. */
    void problem(String key, String rule) {
        problem(key, rule, text(key).orElse(""));
    }

    void problem(String key, String rule, String value) {
        problems.add(prefix + key, rule, value);
    }
}
