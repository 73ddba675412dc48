package dev.weir.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Determines the client address of a request, as far as its headers can be trusted.
 *
 * <p>The peer is the client unless it is a trusted proxy. Otherwise the header that the proxies write is read from the
 * right, the end that was written last. The first address that is not a trusted proxy is the client. An element that
 * cannot be read ends the search, and the last trusted hop is the client. No name is ever looked up. Never throws for
 * input of a client. Immutable, safe for use by many threads.
 *
 * <pre>
 * var clients = new ClientAddress(ForwardingHeader.X_FORWARDED_FOR, AddressRanges.parse("10.0.0.0/8"), 64);
 * clients.resolve("10.0.0.5", List.of("1.2.3.4, 203.0.113.9"))    // "4:203.0.113.9"
 * </pre>
 *
 * @param header the header to trust when the peer is trusted
 * @param trustedProxies the proxies whose header is trusted
 * @param ipv6Prefix the number of bits of an IPv6 address that make the key, 48 to 128: a network can use all addresses
 *     below its own prefix
 */
public record ClientAddress(ForwardingHeader header, AddressRanges trustedProxies, int ipv6Prefix) {

    private static final int MOST_ELEMENTS = 32;
    private static final int MOST_CHARACTERS = 4096;

    /**
     * @throws IllegalArgumentException if the prefix is out of its range; the message is the rule and the value found
     */
    public ClientAddress {
        if (ipv6Prefix < 48 || ipv6Prefix > 128) {
            throw new IllegalArgumentException("ipv6 prefix must be 48 to 128, was \"" + ipv6Prefix + "\"");
        }
    }

    /**
     * Returns the key of the client in its canonical form: {@code 4:203.0.113.9} or {@code 6:2001:db8:1:2::/64}; for a
     * peer without an address, such as a Unix socket, {@code ?:} and the text that was given for it.
     *
     * @param remoteAddress the peer, {@code ServletRequest.getRemoteAddr()}
     * @param headerLines all lines of the header, in their order
     */
    public String resolve(String remoteAddress, List<String> headerLines) {
        return client(remoteAddress, headerLines).map(this::key).orElseGet(() -> "?:" + remoteAddress);
    }

    /**
     * Returns the whole address of the client, from which {@link #resolve} makes the key, for
     * {@link AddressRanges#contains(String)}. For a peer without an address, returns the text that was given for it.
     */
    public String resolveWhole(String remoteAddress, List<String> headerLines) {
        return client(remoteAddress, headerLines).map(Address::text).orElse(remoteAddress);
    }

    /** Whether the peer is a trusted proxy, so that the fields it adds to requests can be believed. */
    public boolean isTrusted(String remoteAddress) {
        return Node.parseLenient(remoteAddress).filter(trustedProxies::contains).isPresent();
    }

    private Optional<Address> client(String remoteAddress, List<String> headerLines) {
        return Node.parseLenient(remoteAddress)
                .map(peer -> trustedProxies.contains(peer) ? walk(peer, elements(headerLines)) : peer);
    }

    private Address walk(Address peer, List<String> elements) {
        Address hop = peer;
        for (String element : elements) {
            Optional<Address> before = header.address(element);
            if (before.isEmpty()) {
                return hop;
            }
            hop = before.get();
            if (!trustedProxies.contains(hop)) {
                return hop;
            }
        }
        return hop;
    }

    /** The elements of the header, last first; none if there are more than a legitimate chain of proxies writes. */
    private static List<String> elements(List<String> lines) {
        long characters = 0;
        for (String line : lines) {
            characters += line.length();
        }
        if (characters > MOST_CHARACTERS) {
            return List.of();
        }
        List<String> elements = new ArrayList<>();
        for (int i = lines.size() - 1; i >= 0; i--) {
            elements.addAll(FieldList.lastFirst(lines.get(i), ','));
        }
        return elements.size() > MOST_ELEMENTS ? List.of() : elements;
    }

    private String key(Address client) {
        return client.isIpv4()
                ? "4:" + client.text()
                : "6:" + client.network(ipv6Prefix).text() + "/" + ipv6Prefix;
    }
}
