package dev.weir.outbound.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A place in a JSON text: {@code /output/0/code}, RFC 6901. Immutable.
 *
 * @param tokens the names of members and the indices of elements on the way, unescaped; none for the whole text
 */
public record JsonPointer(List<String> tokens) {

    private static final Pattern WRONG_ESCAPE = Pattern.compile("~(?![01])");
    private static final int DEEPEST = 32;

    /** Copies the list. */
    public JsonPointer {
        tokens = List.copyOf(tokens);
    }

    /**
     * Reads a pointer.
     *
     * @throws IllegalArgumentException if it is none; the message is the rule
     */
    public static JsonPointer read(String text) {
        if (text.isEmpty()) {
            return new JsonPointer(List.of());
        }
        String[] parts = text.split("/", -1);
        if (!parts[0].isEmpty()
                || parts.length > DEEPEST + 1
                || WRONG_ESCAPE.matcher(text).find()) {
            throw new IllegalArgumentException(
                    "expected a JSON pointer, such as /error/code, of at most " + DEEPEST + " parts");
        }
        List<String> tokens = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            // in this order: ~01 is ~1, RFC 6901 section 4
            tokens.add(parts[i].replace("~1", "/").replace("~0", "~"));
        }
        return new JsonPointer(tokens);
    }
}
