package dev.weir.match;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddressString;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressLiteralTest {

    @ParameterizedTest
    @CsvSource({
        "1.2.3.4, 1.2.3.4",
        "0.0.0.0, 0.0.0.0",
        "255.255.255.255, 255.255.255.255",
        "::, ::",
        "::1, ::1",
        "0:0:0:0:0:0:0:1, ::1",
        "2001:0DB8::00a1, 2001:db8::a1",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "::1.2.3.4, ::102:304",
        "::ffff:1.2.3.4, 1.2.3.4",
        "::FFFF:102:304, 1.2.3.4",
        "0:0:0:0:0:ffff:1.2.3.4, 1.2.3.4",
        "fe80::1%eth0, fe80::1",
        "fe80::1%25, fe80::1",
        "::ffff:1.2.3.4%eth0, 1.2.3.4",
        "64:ff9b::1.2.3.4, 64:ff9b::102:304",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "1:0:0:2:3:0:0:4, 1::2:3:0:0:4",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "0:0:1:2:3:4:5:6, ::1:2:3:4:5:6",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "1::2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
    })
    void parse_literal_isTheAddress(String text, String canonical) {
        assertThat(AddressLiteral.parse(text).map(Address::text)).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "*",
                "-",
                "f",
                "localhost",
                "example.com",
                "unknown",
                "0177.0.0.1",
                "01.2.3.4",
                "1.2.3.04",
                "00.0.0.0",
                "1.2.3",
                "1.2",
                "1",
                "16909060",
                "0x01020304",
                "0x7f.1",
                "0x7f.0.0.1",
                "1.2.3.4/24",
                "1.2.3.4/255.255.255.0",
                "1.2.3.*",
                "1.2.3.1-2",
                "1.2.3._",
                "1.2.3.",
                "1.2.3.4.",
                ".1.2.3.4",
                "1..2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "999.1.1.1",
                "1.2.3.4:80",
                "[::1]",
                "1.2.3.4%eth0",
                "%eth0",
                " 1.2.3.4 ",
                "1.2.3.4 ",
                "\t1.2.3.4",
                "1.2.3.4\u0000",
                "１.2.3.4",
                "::ffff:999.1.1.1",
                "::ffff:01.2.3.4",
                "::ffff:1.2.3",
                "::ffff:0x1.2.3.4",
                "::1/128",
                "::1%",
                "1::2::3",
                ":::",
                ":1",
                "1:",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::12345",
                "::00001",
                "::g",
                "::*",
                "::1-2",
                "20010db8000000000000000000000001",
                "4)+k&C#VzJ4br>0wv%Yp",
                "0b1.0.0.1",
                "1.2.3.4.in-addr.arpa",
                "2001-db8--1.ipv6-literal.net",
                "/24",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
            })
    void parse_anythingElse_isEmpty(String text) {
        assertThat(AddressLiteral.parse(text)).isEmpty();
    }

    /** The library is used in tests alone. */
    @Test
    void text_random_isThatOfTheLibrary() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            int[] groups = random.ints(8, 0, 0x10000)
                    .map(group -> random.nextInt(3) > 0 ? 0 : group >>> random.nextInt(16))
                    .toArray();
            String text = Arrays.stream(groups).mapToObj(Integer::toHexString).collect(Collectors.joining(":"));
            Address address = AddressLiteral.parseAsWritten(text).orElseThrow();
            assertThat(address.text())
                    .as("%s, seed %d", text, seed)
                    .isEqualTo(new IPAddressString(text).getAddress().toCanonicalString());
            int prefix = random.nextInt(129);
            assertThat(address.network(prefix).text())
                    .as("%s/%d, seed %d", text, prefix, seed)
                    .isEqualTo(new IPAddressString(text)
                            .getAddress()
                            .toZeroHost(prefix)
                            .withoutPrefixLength()
                            .toCanonicalString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.", "1:", ":", "0", "f", "%", "a", "1.2.3.4,"})
    void parse_veryLong_isEmpty(String part) {
        assertThat(AddressLiteral.parse(part.repeat(100_000))).isEmpty();
    }
}
