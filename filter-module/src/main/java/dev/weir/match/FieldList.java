package dev.weir.match;

import java.util.ArrayList;
import java.util.List;

/** Splits lists in header fields, from the right. Stateless, safe for use by many threads. */
final class FieldList {

    private FieldList() {}

    /**
     * Returns the elements of {@code text}, last first, stripped and without empty ones. A separator in a quoted string
     * does not separate.
     *
     * <p>Quotes are paired from the right as well: a client that opens a quote and relies on the proxy's quotes to
     * close it cannot hide the text that the proxy appended.
     */
    static List<String> lastFirst(String text, char separator) {
        List<String> elements = new ArrayList<>();
        boolean quoted = false;
        int end = text.length();
        for (int at = text.length() - 1; at >= 0; at--) {
            char c = text.charAt(at);
            if (c == separator && !quoted) {
                add(text.substring(at + 1, end), elements);
                end = at;
            } else if (c == '"' && !isEscaped(text, at)) {
                quoted = !quoted;
            }
        }
        add(text.substring(0, end), elements);
        return elements;
    }

    private static void add(String element, List<String> elements) {
        if (!element.isBlank()) {
            elements.add(element.strip());
        }
    }

    /** Whether an odd number of backslashes precedes {@code at}. */
    private static boolean isEscaped(String text, int at) {
        int first = at;
        while (first > 0 && text.charAt(first - 1) == '\\') {
            first--;
        }
        return (at - first) % 2 == 1;
    }
}
