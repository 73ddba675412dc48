package dev.weir.match;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A set of addresses, written as CIDR ranges: {@code 10.0.0.0/8, 2001:db8::/32, 192.0.2.1}. The time of a look-up does
 * not depend on the number of ranges, only on that of different prefix lengths. Immutable, safe for use by many
 * threads.
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
    public static final AddressRanges NONE = new AddressRanges(Set.of());

    private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final int MAPPED_PREFIX = 96;

    private final Set<Range> ranges;
    /** The lengths of their prefixes, each once. */
    private final List<Integer> ipv4Prefixes;

    private final List<Integer> ipv6Prefixes;

    /** @param first the first address of the network of {@code prefix} bits */
    private record Range(Address first, int prefix) {

        static Range of(Address address, int prefix) {
            return new Range(address.network(prefix), prefix);
        }
    }

    private AddressRanges(Set<Range> ranges) {
        this.ranges = Set.copyOf(ranges);
        this.ipv4Prefixes = prefixes(true);
        this.ipv6Prefixes = prefixes(false);
    }

    private List<Integer> prefixes(boolean ipv4) {
        return ranges.stream()
                .filter(range -> range.first.isIpv4() == ipv4)
                .map(Range::prefix)
                .distinct()
                .toList();
    }

    /**
     * Reads ranges separated by commas; blank text is the empty set. A single address is a range of one; a range with
     * host bits is replaced by its network.
     *
     * @throws IllegalArgumentException if one of them is neither; the message is
     *     {@code expected an address or CIDR range, was "..."}
     */
    public static AddressRanges parse(String commaSeparated) {
        Set<Range> ranges = new HashSet<>();
        if (!commaSeparated.isBlank()) {
            for (String element : commaSeparated.split(",", -1)) {
                ranges.add(range(element.strip()));
            }
        }
        return new AddressRanges(ranges);
    }

    private static Range range(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        Optional<String> prefix = slash < 0 ? Optional.empty() : Optional.of(text.substring(slash + 1));
        return AddressLiteral.parseAsWritten(address)
                .flatMap(parsed ->
                        prefix.isEmpty() ? Optional.of(single(parsed.unmapped())) : block(parsed, prefix.get()))
                .orElseThrow(
                        () -> new IllegalArgumentException("expected an address or CIDR range, was \"" + text + "\""));
    }

    private static Range single(Address address) {
        return Range.of(address, address.bits());
    }

    private static Optional<Range> block(Address written, String prefix) {
        if (!PREFIX.matcher(prefix).matches() || Integer.parseInt(prefix) > written.bits()) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(prefix);
        return Optional.of(
                written.isMapped() && bits >= MAPPED_PREFIX
                        ? Range.of(written.unmapped(), bits - MAPPED_PREFIX)
                        : Range.of(written, bits));
    }

    /**
     * Whether {@code literalAddress} is in one of the ranges; false for text that is no address. No name is looked up.
     */
    public boolean contains(String literalAddress) {
        return AddressLiteral.parse(literalAddress).filter(this::contains).isPresent();
    }

    /** Whether {@code address}, which {@link AddressLiteral#parse} returned, is in one of the ranges. */
    boolean contains(Address address) {
        for (int prefix : address.isIpv4() ? ipv4Prefixes : ipv6Prefixes) {
            if (ranges.contains(Range.of(address, prefix))) {
                return true;
            }
        }
        return false;
    }

    /** Whether there are no ranges. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }
}
