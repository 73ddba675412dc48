package dev.weir.gateway.settings;

import dev.weir.spi.ValueReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads what {@link ValueReader} does not know. A value that breaks a rule causes an {@link IllegalArgumentException}
 * whose message is the rule.
 */
final class Values {

    private static final String NONE = "none";

    private Values() {}

    /** Reads a whole number, or {@code none}. */
    static OptionalInt numberIfAny(String text, int least, int most) {
        return text.equals(NONE) ? OptionalInt.empty() : OptionalInt.of(ValueReader.number(text, least, most));
    }

    /** The elements between the commas, each once, without empty ones. */
    static List<String> list(String text) {
        List<String> elements = new ArrayList<>();
        for (String element : text.split(",", -1)) {
            if (elements.contains(element.strip())) {
                throw new IllegalArgumentException("must name each once");
            }
            if (!element.isBlank()) {
                elements.add(element.strip());
            }
        }
        return elements;
    }

    /** Reads the path of a file, or {@code none}. */
    static Optional<Path> fileIfAny(String text) {
        return text.equals(NONE) ? Optional.empty() : Optional.of(file(text));
    }

    /** Reads the path of a file. */
    static Path file(String text) {
        try {
            Path path = Path.of(text);
            if (!text.isBlank() && path.getFileName() != null) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("must be the path of a file", e);
        }
        throw new IllegalArgumentException("must be the path of a file");
    }
}
