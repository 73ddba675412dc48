package dev.weir.config;

import dev.weir.text.DurationReader;
import dev.weir.text.Values;
import java.util.Optional;
import java.util.function.Function;

/**
 * The values of single properties; those that are invalid are problems. For one use by one thread.
 *
 * @param problems where these are added
 */
record PropertyValues(CheckedSource source, Problems problems) {

    /**
     * The value of {@code property} or its default; if the value is invalid, adds a problem and returns
     * {@code fallback}.
     */
    <T> T value(Property property, Function<String, T> reader, T fallback) {
        return value(property, property.defaultValue(), reader, fallback);
    }

    /** The same with {@code otherwise} for the default. */
    <T> T value(Property property, String otherwise, Function<String, T> reader, T fallback) {
        String text = source.get(property.fullName()).orElse(otherwise);
        return problems.read(property.fullName(), text, reader).orElse(fallback);
    }

    /** The value of {@code property}; empty if there is none, or if it is invalid, which is a problem. */
    <T> Optional<T> optional(Property property, Function<String, T> reader) {
        return source.get(property.fullName()).flatMap(text -> problems.read(property.fullName(), text, reader));
    }

    /** The text of {@code property}, if there is one. */
    Optional<String> text(Property property) {
        return source.get(property.fullName());
    }

    /** Reads the constants of an enumeration. */
    static <E extends Enum<E>> Function<String, E> choice(Class<E> type) {
        return text -> Values.choice(type, text);
    }

    /** Reads a duration, in milliseconds. */
    static long millis(String text) {
        return DurationReader.readMillis(text, "duration");
    }
}
