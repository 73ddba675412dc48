package dev.weir.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {

    private static final String PROXY = "10.0.0.5";
    private static final String PROXY_KEY = "4:10.0.0.5";
    private static final AddressRanges PROXIES = AddressRanges.parse("10.0.0.0/8");

    @ParameterizedTest
    // One line is the header; the parser leaves the comment out by itself and does not count it
    @CsvFileSource(resources = "/vectors/client-address.csv", numLinesToSkip = 1, maxCharsPerColumn = 16_384)
    void resolve_vectors(
            int id, String remote, String header, String lines, String trusted, int ipv6Prefix, String key) {
        ClientAddress clients = new ClientAddress(
                ForwardingHeader.valueOf(header.toUpperCase(Locale.ROOT).replace('-', '_')),
                AddressRanges.parse(trusted == null ? "" : trusted),
                ipv6Prefix);
        List<String> headerLines = lines == null ? List.of() : List.of(lines.split("\\\\n", -1));
        assertThat(clients.resolve(remote, headerLines)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 4:203.0.113.9",
        "[2001:db8::1], 6:2001:db8::/64",
        "[::ffff:203.0.113.9]:80, 4:203.0.113.9",
        "'203.0.113.9\t', 4:203.0.113.9",
        "'1.2.3.4, 203.0.113.9 , 10.0.0.8', 4:203.0.113.9",
        "'1.2.3.4, [10.0.0.8]', 4:10.0.0.5",
        "'1.2.3.4, ::ffff:10.0.0.8', 4:1.2.3.4",
        "'1.2.3.4, _hidden, 10.0.0.8', 4:10.0.0.8",
        "'1.2.3.4, unknown, 10.0.0.8, 10.0.0.9', 4:10.0.0.8",
        "'1.2.3.4, localhost', 4:10.0.0.5",
        "203.0.113.9:, 4:10.0.0.5",
        "203.0.113.9:http, 4:10.0.0.5",
        "203.0.113.9:123456, 4:10.0.0.5",
        "[2001:db8::1]443, 4:10.0.0.5",
        "[2001:db8::1, 4:10.0.0.5",
        "[1.2.3.4], 4:10.0.0.5",
        "[], 4:10.0.0.5",
        "2001:db8::1%eth0, 6:2001:db8::/64",
        "0177.0.0.1, 4:10.0.0.5",
        "1.2.3, 4:10.0.0.5",
        "0x7f.1, 4:10.0.0.5",
        "1.2.3.4/24, 4:10.0.0.5",
        "*, 4:10.0.0.5",
        "::ffff:999.1.1.1, 4:10.0.0.5",
        "for=1.2.3.4, 4:10.0.0.5",
        "'\"1.2.3.4\"', 4:10.0.0.5",
        "'\", 203.0.113.9', 4:203.0.113.9",
    })
    void resolve_forwardedFor(String line, String key) {
        assertThat(forwardedFor().resolve(PROXY, List.of(line))).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for=203.0.113.9",
                "FOR=203.0.113.9",
                "for=\"203.0.113.9\"",
                "for=\"203.0.113.9:47011\"",
                "for=\"203.0.113.9:_port-1\"",
                "for=\"\\203.0.113.\\9\"",
                "for=\"[::ffff:203.0.113.9]\"",
                "proto=https;by=10.0.0.7;for=203.0.113.9",
                " ; proto=https ; for=203.0.113.9 ;; ",
                "for=203.0.113.9;ext=\"a,b;for=1.2.3.4,\\\",\\\\\"",
                "for=1.2.3.4, for=203.0.113.9, for=10.0.0.8",
                "for=1.2.3.4;x=\"a, for=203.0.113.9",
                "for=\", for=\"203.0.113.9\"",
                "for=1.2.3.4;x=\"\\, for=\"203.0.113.9:80\";by=\"_p,q\"",
            })
    void resolve_forwarded_isTheClient(String line) {
        assertThat(forwarded().resolve(PROXY, List.of(line))).isEqualTo("4:203.0.113.9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for=unknown",
                "for=_hidden",
                "for=\"_hidden\"",
                "for=203.0.113.9:80",
                "for=2001:db8::1",
                "for=\"2001:db8::1\"",
                "for=[2001:db8::1]",
                "for=\"[203.0.113.9]\"",
                "for=\"203.0.113.9",
                "for=203.0.113.9\"",
                "for=\"203.0.113.9\"x",
                "for=\"203.0.113.9\\\"",
                "for=\" 203.0.113.9 \"",
                "for=\"203.0.113.9, 203.0.113.10\"",
                "for = 203.0.113.9",
                "for=",
                "for",
                "=203.0.113.9",
                "f(r=203.0.113.9",
                "203.0.113.9",
                "proto=https",
                "for=203.0.113.9;for=203.0.113.9",
                "for=203.0.113.9;proto=\"",
                "for=203.0.113.9;proto=ht tps",
                "for=203.0.113.9;x",
                "for=203.0.113.9, proto=https",
                "for=203.0.113.9, \"",
            })
    void resolve_forwardedOpaque_isThePeer(String line) {
        assertThat(forwarded().resolve(PROXY, List.of(line))).isEqualTo(PROXY_KEY);
    }

    @Test
    void resolve_quoteOpenAtTheEndOfALine_endsWithTheLine() {
        assertThat(forwarded().resolve(PROXY, List.of("for=\"1.2.3.4", "for=\"203.0.113.9\"")))
                .isEqualTo("4:203.0.113.9");
    }

    @ParameterizedTest
    @CsvSource({"32, 4:203.0.113.9", "33, 4:10.0.0.5"})
    void resolve_elements_haveABound(int elements, String key) {
        List<String> lines = new ArrayList<>(Collections.nCopies(elements - 2, "1.2.3.4"));
        lines.add(", 1.2.3.4, ,203.0.113.9,");
        assertThat(forwardedFor().resolve(PROXY, lines)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({"4096, 4:203.0.113.9", "4097, 4:10.0.0.5"})
    void resolve_characters_haveABound(int characters, String key) {
        String client = "203.0.113.9";
        String padding = " ".repeat(characters - client.length() - 3);
        assertThat(forwardedFor().resolve(PROXY, List.of("x, ", padding + client)))
                .isEqualTo(key);
    }

    @Test
    void resolve_noHeader_isThePeer() {
        ClientAddress clients = new ClientAddress(ForwardingHeader.NONE, PROXIES, 64);
        assertThat(clients.resolve(PROXY, List.of("203.0.113.9"))).isEqualTo(PROXY_KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "'', ?:",
        "unix:, ?:unix:",
        "/run/weir.sock, ?:/run/weir.sock",
        "localhost, ?:localhost",
        "0177.0.0.1, ?:0177.0.0.1",
        "[::1], 6:::/64",
        "[2001:db8:1:2::5]:443, 6:2001:db8:1:2::/64",
    })
    void resolve_peerThatIsNoLiteral_isItsText(String remote, String key) {
        assertThat(forwardedFor().resolve(remote, List.of("203.0.113.9"))).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource({
        "48, 6:2001:db8:1::/48",
        "60, 6:2001:db8:1:20::/60",
        "64, 6:2001:db8:1:23::/64",
        "96, 6:2001:db8:1:23:4:5::/96",
        "128, 6:2001:db8:1:23:4:5:6:7/128",
    })
    void resolve_ipv6_isCutToThePrefix(int prefix, String key) {
        ClientAddress clients = new ClientAddress(ForwardingHeader.NONE, AddressRanges.NONE, prefix);
        assertThat(clients.resolve("2001:db8:1:23:4:5:6:7", List.of())).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 47, 129})
    void new_prefixOutOfRange_isAProblem(int prefix) {
        assertThatThrownBy(() -> new ClientAddress(ForwardingHeader.NONE, AddressRanges.NONE, prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ipv6 prefix must be 48 to 128, was \"" + prefix + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9",
        "2001:DB8:1:2:0:0:0:5, 2001:db8:1:2::5",
        "::ffff:203.0.113.9, 203.0.113.9",
        "unknown, 10.0.0.5",
    })
    void resolveWhole_client_isNotCut(String line, String address) {
        assertThat(forwardedFor().resolveWhole(PROXY, List.of(line))).isEqualTo(address);
    }

    @Test
    void resolveWhole_peerThatIsNoLiteral_isItsText() {
        assertThat(forwardedFor().resolveWhole("unix:", List.of())).isEqualTo("unix:");
    }

    @ParameterizedTest
    @EnumSource(ForwardingHeader.class)
    void resolve_garbage_isAlwaysAKey(ForwardingHeader header) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ClientAddress clients = new ClientAddress(header, AddressRanges.parse("10.0.0.0/8,::/1"), 56);
        for (int i = 0; i < 50_000; i++) {
            String remote = random.nextBoolean() ? PROXY : random(random);
            List<String> lines = List.of(random(random), random(random));
            assertThat(clients.resolve(remote, lines))
                    .as("seed %d: %s %s", seed, remote, lines)
                    .matches("(?s)4:[0-9.]+|6:[0-9a-f:]+/56|\\?:.*");
        }
    }

    private static String random(Random random) {
        String[] parts = {
            ",",
            ", ",
            "10.0.0.8",
            "203.0.113.9",
            "::1",
            "[",
            "]",
            ":",
            "80",
            "%",
            "for=",
            "by=",
            ";",
            "\"",
            "\\",
            "=",
            "::ffff:",
            ".",
            "/",
            "*",
            " ",
            "\t",
            "é",
            "\uD83D",
            "\u0000",
            "0",
            "_x",
        };
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(10); length > 0; length--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }

    @Test
    void headerName_isTheField() {
        assertThat(ForwardingHeader.NONE.headerName()).isEmpty();
        assertThat(ForwardingHeader.X_FORWARDED_FOR.headerName()).contains("X-Forwarded-For");
        assertThat(ForwardingHeader.FORWARDED.headerName()).contains("Forwarded");
    }

    private static ClientAddress forwardedFor() {
        return new ClientAddress(ForwardingHeader.X_FORWARDED_FOR, PROXIES, 64);
    }

    private static ClientAddress forwarded() {
        return new ClientAddress(ForwardingHeader.FORWARDED, PROXIES, 64);
    }
}
