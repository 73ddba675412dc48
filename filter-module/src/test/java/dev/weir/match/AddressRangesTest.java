package dev.weir.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inet.ipaddr.IPAddressString;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/8, 10.255.255.255, true",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3, 10.1.2.4, false",
        "10.1.2.3/32, 10.1.2.3, true",
        "10.1.2.3/32, 10.1.2.2, false",
        "10.1.2.3/31, 10.1.2.2, true",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 203.0.113.9, false",
        "::/0, ::ffff:203.0.113.9, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "::ffff:10.0.0.0/104, 10.1.2.3, true",
        "::ffff:10.0.0.0/104, 11.1.2.3, false",
        "::ffff:0:0/96, 203.0.113.9, true",
        "::ffff:10.1.2.3, 10.1.2.3, true",
        "::ffff:10.1.2.3/128, 10.1.2.3, true",
        "::ffff:10.1.2.3/95, 10.1.2.3, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::1/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/31, 2001:db9::1, true",
        "::1/128, 0:0:0:0:0:0:0:1, true",
        "fe80::/10, fe80::1%eth0, true",
        "' 192.0.2.1 , 10.0.0.0/8,2001:db8::/32 ', 192.0.2.1, true",
        "' 192.0.2.1 , 10.0.0.0/8,2001:db8::/32 ', 2001:db8::9, true",
        "'10.0.0.0/8,10.1.0.0/16', 10.2.0.1, true",
        "'10.1.0.0/16,10.0.0.0/8', 10.2.0.1, true",
    })
    void contains_literal(String ranges, String address, boolean expected) {
        assertThat(AddressRanges.parse(ranges).contains(address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "unknown", "10.0.0", "10.0.0.1/8", "[10.0.0.1]", "10.0.0.1:80", "010.0.0.1", "*"})
    void contains_garbage_isFalse(String text) {
        assertThat(AddressRanges.parse("0.0.0.0/0,::/0").contains(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\t"})
    void parse_blank_isNone(String text) {
        assertThat(AddressRanges.parse(text).isEmpty()).isTrue();
        assertThat(AddressRanges.parse(text).contains("127.0.0.1")).isFalse();
    }

    @Test
    void none_holdsNothing() {
        assertThat(AddressRanges.NONE.isEmpty()).isTrue();
        assertThat(AddressRanges.NONE.contains("127.0.0.1")).isFalse();
        assertThat(AddressRanges.NONE.contains("::1")).isFalse();
    }

    @Test
    void isEmpty_oneRange_isFalse() {
        assertThat(AddressRanges.parse("::/0").isEmpty()).isFalse();
        assertThat(AddressRanges.parse("0.0.0.0/0").isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/08",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "10.0.0.0/255.0.0.0",
                "10.0.0.0/ 8",
                "10/8",
                "10.*",
                "10.0.0.1-9",
                "/8",
                "::/129",
                "::/99999999999",
                "fe80::1%eth0",
                "[::1]",
                "010.0.0.0/8",
                "*",
            })
    void parse_wrong_namesTheElement(String text) {
        assertThatThrownBy(() -> AddressRanges.parse("192.0.2.1, " + text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected an address or CIDR range, was \"" + text + "\"");
    }

    @Test
    void parse_emptyElement_isAProblem() {
        assertThatThrownBy(() -> AddressRanges.parse("10.0.0.0/8,"))
                .hasMessage("expected an address or CIDR range, was \"\"");
    }

    /** What the mask says, bit by bit. */
    @Test
    void contains_random_agreesWithTheMasks() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            int[] networks = random.ints(20).toArray();
            int[] prefixes = random.ints(20, 1, 33).toArray();
            StringJoiner text = new StringJoiner(",");
            for (int j = 0; j < networks.length; j++) {
                text.add(dotted(networks[j]) + "/" + prefixes[j]);
            }
            AddressRanges ranges = AddressRanges.parse(text.toString());
            for (int k = 0; k < 50; k++) {
                int address = networks[random.nextInt(20)] ^ (random.nextInt() >>> random.nextInt(32));
                boolean expected = false;
                for (int j = 0; j < networks.length; j++) {
                    expected |= ((networks[j] ^ address) >>> (32 - prefixes[j])) == 0;
                }
                assertThat(ranges.contains(dotted(address)))
                        .as("seed %d: %s in %s", seed, dotted(address), text)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void contains_randomIpv6_agreesWithTheLibrary() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            String[] ranges = new String[10];
            for (int j = 0; j < ranges.length; j++) {
                ranges[j] = ipv6(random) + "/" + random.nextInt(1, 129);
            }
            AddressRanges parsed = AddressRanges.parse(String.join(",", ranges));
            for (int k = 0; k < 50; k++) {
                String near = ranges[random.nextInt(ranges.length)].replaceAll("/.*", "");
                String address =
                        k % 2 == 0 ? near : near.replaceAll("[0-9a-f]+$", Integer.toHexString(random.nextInt(65_536)));
                boolean expected = Arrays.stream(ranges)
                        .anyMatch(range -> new IPAddressString(range)
                                .getAddress()
                                .toPrefixBlock()
                                .contains(new IPAddressString(address).getAddress()));
                assertThat(parsed.contains(address))
                        .as("seed %d: %s in %s", seed, address, List.of(ranges))
                        .isEqualTo(expected);
            }
        }
    }

    /** Few different first groups, so that ranges overlap. */
    private static String ipv6(Random random) {
        String first = Integer.toHexString(0x2000 + random.nextInt(4));
        return first
                + random.ints(7, 0, 3)
                        .mapToObj(group -> ":" + Integer.toHexString(group * 0x7fff))
                        .collect(Collectors.joining());
    }

    private static String dotted(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }
}
