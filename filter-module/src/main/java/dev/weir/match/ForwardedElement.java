package dev.weir.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads one element of a {@code Forwarded} header field, RFC 7239 section 4:
 * {@code for="[2001:db8::1]:80";proto=https}. Stateless, safe for use by many threads.
 */
final class ForwardedElement {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private ForwardedElement() {}

    /**
     * Returns the value of {@code for}; empty if there is none, or more than one, or if anything in the element is
     * malformed.
     */
    static Optional<String> node(String element) {
        List<String> nodes = new ArrayList<>();
        for (String pair : FieldList.lastFirst(element, ';')) {
            int equals = pair.indexOf('=');
            if (equals < 0 || !TOKEN.matcher(pair.substring(0, equals)).matches()) {
                return Optional.empty();
            }
            Optional<String> value = value(pair.substring(equals + 1));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            if (pair.substring(0, equals).equalsIgnoreCase("for")) {
                nodes.add(value.get());
            }
        }
        return nodes.size() == 1 ? Optional.of(nodes.get(0)) : Optional.empty();
    }

    private static Optional<String> value(String text) {
        if (text.startsWith("\"")) {
            return unquoted(text);
        }
        return Optional.of(text).filter(token -> TOKEN.matcher(token).matches());
    }

    /**
     * Returns the content of a quoted string, RFC 9110 section 5.6.4; empty if the quotes are not closed, or if text
     * follows them.
     */
    private static Optional<String> unquoted(String text) {
        StringBuilder content = new StringBuilder();
        boolean escaped = false;
        for (int at = 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"' && !escaped) {
                return at == text.length() - 1 ? Optional.of(content.toString()) : Optional.empty();
            }
            escaped = c == '\\' && !escaped;
            if (!escaped) {
                content.append(c);
            }
        }
        return Optional.empty();
    }
}
