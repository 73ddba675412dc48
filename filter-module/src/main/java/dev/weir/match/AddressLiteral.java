package dev.weir.match;

import java.util.Arrays;
import java.util.Optional;

/**
 * Reads addresses, and addresses only: four decimal numbers, or IPv6 as in RFC 4291 section 2.2. Other forms that
 * {@code inet_aton}, a resolver or a library would accept are not addresses here. Every request has an address, mostly
 * one that was not seen for a while: reading it makes no exception, whatever it is. Stateless, safe for use by many
 * threads.
 */
final class AddressLiteral {

    private static final int GROUPS = 8;
    private static final int LONGEST_GROUP = 4;
    private static final int LONGEST_OCTET = 3;
    private static final int NO_DIGIT = -1;
    private static final long NO_IPV4 = -1;

    private AddressLiteral() {}

    /**
     * Returns the address that {@code text} represents; empty if it is no address. IPv4-mapped IPv6 is returned as
     * IPv4. A zone is dropped.
     */
    static Optional<Address> parse(String text) {
        int percent = text.indexOf('%');
        if (percent < 0) {
            return parseAsWritten(text).map(Address::unmapped);
        }
        String address = text.substring(0, percent);
        boolean zoned = address.indexOf(':') >= 0 && percent < text.length() - 1;
        return zoned ? parseAsWritten(address).map(Address::unmapped) : Optional.empty();
    }

    /**
     * Returns the address that {@code text} represents, without a zone; empty if it is no address. IPv4-mapped IPv6
     * stays IPv6.
     */
    static Optional<Address> parseAsWritten(String text) {
        long ipv4 = ipv4(text, 0);
        return ipv4 == NO_IPV4 ? ipv6(text) : Optional.of(Address.ipv4(ipv4));
    }

    /** The 32 bits of the IPv4 address that {@code text} ends with from {@code start} on. */
    private static long ipv4(String text, int start) {
        long bits = 0;
        int octets = 0;
        int at = start;
        while (true) {
            int first = at;
            int octet = 0;
            while (at < text.length() && at - first < LONGEST_OCTET && isDecimal(text.charAt(at))) {
                octet = octet * 10 + text.charAt(at) - '0';
                at++;
            }
            boolean leadingZero = at - first > 1 && text.charAt(first) == '0';
            if (at == first || leadingZero || octet > 255) {
                return NO_IPV4;
            }
            bits = bits << 8 | octet;
            octets++;
            if (octets == 4) {
                return at == text.length() ? bits : NO_IPV4;
            }
            if (at == text.length() || text.charAt(at) != '.') {
                return NO_IPV4;
            }
            at++;
        }
    }

    private static Optional<Address> ipv6(String text) {
        int[] groups = new int[GROUPS];
        int read = 0;
        // the number of groups before the two colons
        int gap = -1;
        int at = 0;
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        }
        while (at < text.length()) {
            int first = at;
            int group = 0;
            while (at < text.length() && at - first < LONGEST_GROUP && hex(text.charAt(at)) != NO_DIGIT) {
                group = group << 4 | hex(text.charAt(at));
                at++;
            }
            if (at < text.length() && text.charAt(at) == '.') {
                long last = ipv4(text, first);
                if (last == NO_IPV4 || read > GROUPS - 2) {
                    return Optional.empty();
                }
                groups[read] = (int) (last >>> 16);
                groups[read + 1] = (int) last & 0xffff;
                read += 2;
                break;
            }
            if (at == first || read == GROUPS) {
                return Optional.empty();
            }
            groups[read] = group;
            read++;
            if (at == text.length()) {
                break;
            }
            if (text.charAt(at) != ':' || at == text.length() - 1) {
                return Optional.empty();
            }
            at++;
            if (text.charAt(at) == ':') {
                if (gap >= 0) {
                    return Optional.empty();
                }
                gap = read;
                at++;
            }
        }
        return filled(groups, read, gap);
    }

    /** Two colons stand for one group or more. */
    private static Optional<Address> filled(int[] groups, int read, int gap) {
        if (gap < 0 ? read < GROUPS : read == GROUPS) {
            return Optional.empty();
        }
        if (gap >= 0) {
            int behind = read - gap;
            System.arraycopy(groups, gap, groups, GROUPS - behind, behind);
            Arrays.fill(groups, gap, GROUPS - behind, 0);
        }
        return Optional.of(Address.ipv6(groups));
    }

    private static boolean isDecimal(char c) {
        return c >= '0' && c <= '9';
    }

    private static int hex(char c) {
        if (isDecimal(c)) {
            return c - '0';
        }
        int lower = c | 0x20;
        return c < 0x80 && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : NO_DIGIT;
    }
}
