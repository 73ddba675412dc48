package dev.weir.match;

/**
 * An address. Immutable.
 *
 * @param isIpv4 whether it is IPv4, all of which is in the last 32 bits
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
record Address(boolean isIpv4, long high, long low) {

    private static final int GROUPS = 8;
    private static final int GROUP_BITS = 16;
    private static final int GROUP_MASK = 0xffff;
    private static final int MAPPED = 0xffff;
    private static final long LOW_32 = 0xffff_ffffL;

    static Address ipv4(long bits) {
        return new Address(true, 0, bits);
    }

    /** The IPv6 address of eight {@code groups}. */
    static Address ipv6(int[] groups) {
        return new Address(false, bits(groups, 0), bits(groups, GROUPS / 2));
    }

    private static long bits(int[] groups, int first) {
        long bits = 0;
        for (int i = first; i < first + GROUPS / 2; i++) {
            bits = bits << GROUP_BITS | groups[i];
        }
        return bits;
    }

    boolean isMapped() {
        return !isIpv4 && high == 0 && low >>> 32 == MAPPED;
    }

    /** The IPv4 address that is mapped into this IPv6 address, or else this. */
    Address unmapped() {
        return isMapped() ? ipv4(low & LOW_32) : this;
    }

    /** How many bits an address of this kind has. */
    int bits() {
        return isIpv4 ? Integer.SIZE : 2 * Long.SIZE;
    }

    /** The first address of the network of {@code prefix} bits, 0 to {@link #bits}, that holds this address. */
    Address network(int prefix) {
        if (isIpv4) {
            return ipv4(low & ~(LOW_32 >>> prefix));
        }
        int lowBits = prefix - Long.SIZE;
        return lowBits <= 0
                ? new Address(false, high & mask(prefix), 0)
                : new Address(false, high, low & mask(lowBits));
    }

    /** The first {@code bits} of 64, 0 to 64. */
    private static long mask(int bits) {
        return bits == 0 ? 0 : -1L << (Long.SIZE - bits);
    }

    /** The one text of this address: of IPv6, that of RFC 5952 sections 4.1 to 4.3. */
    String text() {
        StringBuilder text = new StringBuilder(40);
        if (isIpv4) {
            appendIpv4(text);
        } else {
            appendIpv6(text);
        }
        return text.toString();
    }

    private void appendIpv4(StringBuilder text) {
        text.append(low >>> 24 & 0xff).append('.').append(low >>> 16 & 0xff);
        text.append('.').append(low >>> 8 & 0xff).append('.').append(low & 0xff);
    }

    private void appendIpv6(StringBuilder text) {
        int gap = 0;
        int gapLength = 1;
        int first = 0;
        while (first < GROUPS) {
            int zeros = zerosAt(first);
            // the longest, of several the first
            if (zeros > gapLength) {
                gap = first;
                gapLength = zeros;
            }
            first += zeros + 1;
        }
        // one group alone is not left out
        int gapEnd = gapLength == 1 ? 0 : gap + gapLength;
        int i = 0;
        while (i < GROUPS) {
            if (i == gap && gapEnd > 0) {
                text.append("::");
                i = gapEnd;
            } else {
                if (i > 0 && i != gapEnd) {
                    text.append(':');
                }
                appendHex(group(i), text);
                i++;
            }
        }
    }

    /** Without a string for each group. */
    private static void appendHex(int group, StringBuilder text) {
        boolean begun = false;
        for (int shift = GROUP_BITS - 4; shift >= 0; shift -= 4) {
            int digit = group >>> shift & 0xf;
            begun |= digit > 0 || shift == 0;
            if (begun) {
                text.append(Character.forDigit(digit, 16));
            }
        }
    }

    private int zerosAt(int first) {
        int end = first;
        while (end < GROUPS && group(end) == 0) {
            end++;
        }
        return end - first;
    }

    private int group(int i) {
        long half = i < GROUPS / 2 ? high : low;
        return (int) (half >>> (GROUP_BITS * (GROUPS / 2 - 1 - i % (GROUPS / 2)))) & GROUP_MASK;
    }
}
