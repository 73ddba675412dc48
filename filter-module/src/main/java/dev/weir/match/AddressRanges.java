package dev.weir.match;

import inet.ipaddr.IPAddress;
import inet.ipaddr.format.util.DualIPv4v6Tries;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A set of addresses, written as CIDR ranges: {@code 10.0.0.0/8, 2001:db8::/32, 192.0.2.1}. The time of a look-up does
 * not depend on the number of ranges. Immutable, safe for use by many threads.
 *
 * <p>An IPv4-mapped IPv6 address is treated as the IPv4 address, in the ranges and in look-ups. {@code ::/0} therefore
 * holds no IPv4 address.
 *
 * <pre>
 * AddressRanges.parse("10.0.0.0/8").contains("::ffff:10.1.2.3")    // true
 * </pre>
 */
public final class AddressRanges {

    /** The empty set. */
    public static final AddressRanges NONE = new AddressRanges(new DualIPv4v6Tries());

    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final int MAPPED_PREFIX = 96;

    // Never changed after construction; a look-up keeps its state on its own stack
    private final DualIPv4v6Tries ranges;

    private AddressRanges(DualIPv4v6Tries ranges) {
        this.ranges = ranges;
    }

    /**
     * Reads ranges separated by commas; blank text is the empty set. A single address is a range of one; a range with
     * host bits is replaced by its network.
     *
     * @throws IllegalArgumentException if one of them is neither; the message is
     *     {@code expected an address or CIDR range, was "..."}
     */
    public static AddressRanges parse(String commaSeparated) {
        DualIPv4v6Tries ranges = new DualIPv4v6Tries();
        if (!commaSeparated.isBlank()) {
            for (String element : commaSeparated.split(",", -1)) {
                ranges.add(range(element.strip()));
            }
        }
        return new AddressRanges(ranges);
    }

    private static IPAddress range(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        Optional<String> prefix = slash < 0 ? Optional.empty() : Optional.of(text.substring(slash + 1));
        return AddressLiteral.parseAsWritten(address)
                .flatMap(parsed ->
                        prefix.isEmpty() ? Optional.of(parsed.unmapped().toRange()) : block(parsed, prefix.get()))
                .orElseThrow(
                        () -> new IllegalArgumentException("expected an address or CIDR range, was \"" + text + "\""));
    }

    private static Optional<IPAddress> block(Address address, String prefix) {
        IPAddress written = address.toRange();
        if (!PREFIX.matcher(prefix).matches() || Integer.parseInt(prefix) > written.getBitCount()) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(prefix);
        return Optional.of(
                address.isMapped() && bits >= MAPPED_PREFIX
                        ? address.unmapped().toRange().toPrefixBlock(bits - MAPPED_PREFIX)
                        : written.toPrefixBlock(bits));
    }

    /**
     * Whether {@code literalAddress} is in one of the ranges; false for text that is no address. No name is looked up.
     */
    public boolean contains(String literalAddress) {
        return AddressLiteral.parse(literalAddress).filter(this::contains).isPresent();
    }

    /** Whether {@code address}, which {@link AddressLiteral#parse} returned, is in one of the ranges. */
    boolean contains(Address address) {
        return !ranges.isEmpty() && ranges.elementContains(address.toRange());
    }

    /** Whether there are no ranges. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }
}
