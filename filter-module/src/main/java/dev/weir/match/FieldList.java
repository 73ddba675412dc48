package dev.weir.match;

import java.util.ArrayList;
import java.util.List;

/** Takes lists in header fields apart, from the right. Stateless, safe for use by many threads. */
final class FieldList {

    private FieldList() {}

    /**
     * The elements of {@code text}, last first, stripped and without the empty ones. A separator in a quoted string
     * separates nothing.
     *
     * <p>Quotes are paired from the right, too: a client who opens one and leaves it to the proxy's quotes to close it
     * cannot swallow what the proxy appended.
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

    /** Whether an odd number of backslashes stands before {@code at}. */
    private static boolean isEscaped(String text, int at) {
        int first = at;
        while (first > 0 && text.charAt(first - 1) == '\\') {
            first--;
        }
        return (at - first) % 2 == 1;
    }
}
