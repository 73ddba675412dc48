package dev.weir.match;

import inet.ipaddr.IPAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a proxy writes for a peer: an address, perhaps with a port. Stateless, safe for use by many threads. */
final class Node {

    private static final Pattern NODE = Pattern.compile(
            "(?:\\[(?<ipv6>[0-9A-Fa-f]*+:[^\\]]++)]|(?<ipv4>[0-9.]++))" + "(?::(?:[0-9]{1,5}|_[A-Za-z0-9._-]++))?");

    private Node() {}

    /** The address of a node as RFC 7239 section 6 writes it: {@code 192.0.2.1:80}, {@code [2001:db8::1]:80}. */
    static Optional<IPAddress> parse(String node) {
        Matcher matcher = NODE.matcher(node);
        return matcher.matches()
                ? Optional.ofNullable(matcher.group("ipv6"))
                        .or(() -> Optional.ofNullable(matcher.group("ipv4")))
                        .flatMap(AddressLiteral::parse)
                : Optional.empty();
    }

    /** The same, and IPv6 also without brackets, which then has no port. */
    static Optional<IPAddress> parseLenient(String node) {
        return AddressLiteral.parse(node).or(() -> parse(node));
    }
}
