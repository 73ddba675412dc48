package dev.weir.match;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Reads addresses, and addresses only: four decimal numbers, or IPv6 as in RFC 4291 section 2.2. Other forms that
 * {@code inet_aton}, a resolver or the library would accept are not addresses here. Safe for use by many threads.
 *
 * <p>The most recent addresses are cached: most requests come from the same proxies and clients as those before.
 */
final class AddressLiteral {

    /** Keeps spaces, wildcards, ranges and very long texts, for example of 4096 characters, from the library. */
    private static final Pattern PLAUSIBLE = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private static final IPAddressStringParameters STRICT = strict();

    private static final int REMEMBERED = 2_000;
    private static final int LONGEST_REMEMBERED = 64;
    private static final Map<String, Optional<IPAddress>> READ = new ConcurrentHashMap<>();

    private AddressLiteral() {}

    /**
     * Returns the address that {@code text} represents; empty if it is no address. IPv4-mapped IPv6 is returned as
     * IPv4. A zone is dropped.
     */
    static Optional<IPAddress> parse(String text) {
        Optional<IPAddress> remembered = READ.get(text);
        return remembered != null ? remembered : readAndRemember(text);
    }

    private static Optional<IPAddress> readAndRemember(String text) {
        Optional<IPAddress> address = read(text);
        if (text.length() <= LONGEST_REMEMBERED) {
            if (READ.size() >= REMEMBERED) {
                READ.clear();
            }
            READ.put(text, address);
        }
        return address;
    }

    private static Optional<IPAddress> read(String text) {
        int percent = text.indexOf('%');
        if (percent < 0) {
            return parseAsWritten(text).map(AddressLiteral::unmapped);
        }
        String address = text.substring(0, percent);
        boolean zoned = address.indexOf(':') >= 0 && percent < text.length() - 1;
        return zoned ? parseAsWritten(address).map(AddressLiteral::unmapped) : Optional.empty();
    }

    /**
     * Returns the address that {@code text} represents, without a zone; empty if it is no address. IPv4-mapped IPv6
     * stays IPv6.
     */
    static Optional<IPAddress> parseAsWritten(String text) {
        return PLAUSIBLE.matcher(text).matches()
                ? Optional.ofNullable(new IPAddressString(text, STRICT).getAddress())
                : Optional.empty();
    }

    static boolean isMapped(IPAddress address) {
        return address.isIPv6() && address.toIPv6().isIPv4Mapped();
    }

    /** Returns the IPv4 address that is mapped into {@code address}, or else {@code address}. */
    static IPAddress unmapped(IPAddress address) {
        return isMapped(address) ? address.toIPv6().getEmbeddedIPv4Address() : address;
    }

    private static IPAddressStringParameters strict() {
        IPAddressStringParameters.Builder builder = new IPAddressStringParameters.Builder()
                .allowEmpty(false)
                .allowAll(false)
                .allowSingleSegment(false)
                .allowMask(false)
                .allowPrefix(false)
                .allowPrefixOnly(false)
                .allowWildcardedSeparator(false)
                .allow_inet_aton(false)
                .setRangeOptions(RangeParameters.NO_RANGE);
        builder.getIPv4AddressParametersBuilder().allowBinary(false).allowLeadingZeros(false);
        builder.getIPv6AddressParametersBuilder()
                .allowBase85(false)
                .allowBinary(false)
                .allowZone(false)
                .allowUnlimitedLeadingZeros(false)
                .allow_mixed_inet_aton(false)
                .getEmbeddedIPv4AddressParametersBuilder()
                .allowLeadingZeros(false);
        return builder.toParams();
    }
}
