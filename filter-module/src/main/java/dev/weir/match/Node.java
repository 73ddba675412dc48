package dev.weir.match;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text by which a proxy names a peer: an address, optionally with a port. Stateless, safe for use by many
 * threads.
 */
final class Node {

    private static final Pattern NODE = Pattern.compile(
            "(?:\\[(?<ipv6>[0-9A-Fa-f]*+:[^\\]]++)]|(?<ipv4>[0-9.]++))" + "(?::(?:[0-9]{1,5}|_[A-Za-z0-9._-]++))?");

    private Node() {}

    /**
     * Returns the address of a node in the syntax of RFC 7239 section 6: {@code 192.0.2.1:80},
     * {@code [2001:db8::1]:80}.
     */
    static Optional<Address> parse(String node) {
        if (!canBegin(node)) {
            return Optional.empty();
        }
        Matcher matcher = NODE.matcher(node);
        return matcher.matches()
                ? Optional.ofNullable(matcher.group("ipv6"))
                        .or(() -> Optional.ofNullable(matcher.group("ipv4")))
                        .flatMap(AddressLiteral::parse)
                : Optional.empty();
    }

    /** Whether a node can begin as {@code text} does: most others are known by that. */
    private static boolean canBegin(String text) {
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        return first == '[' || first == '.' || (first >= '0' && first <= '9');
    }

    /** Does the same, and also accepts IPv6 without brackets, which then has no port. */
    static Optional<Address> parseLenient(String node) {
        return AddressLiteral.parse(node).or(() -> parse(node));
    }
}
