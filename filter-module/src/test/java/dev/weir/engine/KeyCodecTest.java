package dev.weir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.Key.Kind;
import dev.weir.MutableClock;
import dev.weir.store.CounterId;
import dev.weir.store.memory.LocalStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCodecTest {

    private final KeyCodec plain = Engines.storedKey(Optional.empty());
    private final KeyCodec secret = Engines.storedKey(Optional.of("hush"));

    private static String text(KeyCodec stored, Key key) {
        return stored.text(stored.canonical(key));
    }

    @Test
    void entry_ofAPrincipal_isADigestThatDiffersByTenant() {
        Key acme = Key.tenant("acme");
        String alice = plain.entry(acme, "alice");
        assertThat(alice).isEqualTo("gZeagUsAkLss").matches("[A-Za-z0-9_-]{12}");
        assertThat(plain.entry(acme, "Alice")).isNotEqualTo(alice);
        assertThat(plain.entry(Key.tenant("other"), "alice")).isNotEqualTo(alice);
        assertThat(secret.entry(acme, "alice")).hasSize(12).isNotEqualTo(alice);
        KeyCodec folding = new KeyCodec(Engines.PEERS, Optional.empty(), UserName::fold, () -> "/shop");
        assertThat(folding.entry(acme, "ALICE")).as("another spelling").isEqualTo(alice);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 4:203.0.113.9",
        "4:203.0.113.9, 4:203.0.113.9",
        "::ffff:203.0.113.9, 4:203.0.113.9",
        "2001:db8:1:2:3::4, 6:2001:db8:1:2::/64",
        "6:2001:db8:1:2::/64, 6:2001:db8:1:2::/64",
        "?:application, ?:application",
        "unix-socket, ?:unix-socket",
    })
    void of_address_isCanonical(String address, String stored) {
        assertThat(text(plain, Key.address(address))).isEqualTo(stored);
    }

    @Test
    void of_otherKinds_sayTheirKind() {
        assertThat(text(plain, Key.user("alice"))).isEqualTo("u:alice");
        assertThat(text(plain, Key.tenant("acme"))).isEqualTo("t:acme");
        assertThat(text(plain, Key.header("key-1"))).isEqualTo("h:key-1");
        assertThat(text(plain, Key.of("tenant-1"))).isEqualTo("c:tenant-1");
        assertThat(text(plain, Key.global())).isEqualTo("g:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "u:x",
                "s:x",
                "h:x",
                "t:x",
                "c:x",
                "g:",
                "4:x",
                "4:203.0.113.9",
                "6:2001:db8::/64",
                "?:x",
                "sha256:x",
                "hmac:x",
                "203.0.113.9"
            })
    void of_sameValueOfEveryKind_neverCollides(String value) {
        for (KeyCodec stored : List.of(plain, secret)) {
            Set<String> texts = new HashSet<>();
            for (Kind kind : Kind.values()) {
                assertThat(texts.add(text(stored, new Key(kind, value))))
                        .as("%s", kind)
                        .isTrue();
            }
        }
    }

    @Test
    void of_textsThatLookLikeOthers_neverCollide() {
        Set<String> texts = new HashSet<>();
        for (String value :
                List.of("x", "u:x", "c:x", "s:x", "4:203.0.113.9", "g:", text(plain, Key.user("y".repeat(999))))) {
            for (Kind kind : List.of(Kind.ADDRESS, Kind.USER, Kind.SESSION, Kind.HEADER, Kind.CUSTOM)) {
                assertThat(texts.add(text(plain, new Key(kind, value))))
                        .as("%s %s", kind, value)
                        .isTrue();
            }
        }
    }

    @Test
    void of_longValue_isADigestOfAllOfIt() {
        assertThat(text(plain, Key.user("x".repeat(126)))).isEqualTo("u:" + "x".repeat(126));
        assertThat(text(plain, Key.user("x".repeat(127)))).matches("sha256:[0-9a-f]{64}");
        assertThat(text(plain, Key.user("x".repeat(5_000) + "1")))
                .isNotEqualTo(text(plain, Key.user("x".repeat(5_000) + "2")))
                .isEqualTo(text(plain, Key.user("x".repeat(5_000) + "1")));
    }

    @Test
    void of_anyKindAndLength_isAtMost128Characters() {
        for (Kind kind : Kind.values()) {
            for (int length : new int[] {0, 1, 64, 126, 127, 128, 129, 10_000}) {
                Key key = new Key(kind, "9".repeat(length));
                assertThat(text(plain, key)).as("%s of %d", kind, length).hasSizeLessThanOrEqualTo(128);
                assertThat(text(secret, key)).as("%s of %d", kind, length).hasSizeLessThanOrEqualTo(128);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void charge_keyOfAnyLength_isAtMost128CharactersInMemory(Kind kind) {
        for (Optional<String> hush : List.of(Optional.<String>empty(), Optional.of("hush"))) {
            Engine engine = Engines.over(new LocalStore(new MutableClock(), 10), hush);
            for (int length : new int[] {0, 126, 127, 128, 129, 7_900}) {
                for (String letter : List.of("9", "\u00e9", "\0", "\ud800")) {
                    Key key = new Key(kind, letter.repeat(length));
                    assertThat(engine.charge(Engines.policy("a", "1/1m"), key, 1)
                                    .counter()
                                    .key()
                                    .value())
                            .as("%s of %d %s", kind, length, letter)
                            .hasSizeLessThanOrEqualTo(128);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"GLOBAL", "ADDRESS", "LOGIN"},
            mode = EnumSource.Mode.EXCLUDE)
    void canonical_valuesThatDifferAnywhere_areDifferentKeys(Kind kind) {
        String half = "\ud83d";
        List<String> values =
                new ArrayList<>(List.of("x", "?", "\ufffd", half, "\udca1", half + "\udca1", "\0", "\u0001", " ", ""));
        for (String end : List.of("1", "2", "?", "\ufffd", half, "\udca1", "\0", " ")) {
            values.add("x".repeat(7_899) + end);
            values.add("x".repeat(125) + end);
        }
        values.add("sha256:x");
        // what somebody has to know who wants the counter of another one
        values.add(text(plain, new Key(kind, "x".repeat(7_899) + "1")));
        for (KeyCodec stored : List.of(plain, secret)) {
            Set<Key> keys = new HashSet<>();
            Set<String> texts = new HashSet<>();
            for (String value : values) {
                assertThat(keys.add(stored.canonical(new Key(kind, value))))
                        .as("key of %s", HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_16BE)))
                        .isTrue();
                assertThat(texts.add(text(stored, new Key(kind, value)))).isTrue();
            }
        }
    }

    @Test
    void text_halfASurrogatePair_isADigest() {
        // as bytes it would be the same as a question mark
        assertThat(text(plain, Key.user("a\ud800"))).matches("sha256:[0-9a-f]{64}");
        assertThat(text(plain, Key.user("a\ud83d\udca1"))).isEqualTo("u:a\ud83d\udca1");
    }

    @Test
    void canonical_session_isTheSameByItsIdAndByWhatIsKeptOfIt() {
        Key key = Key.session("0123456789abcdef");
        assertThat(plain.canonical(Key.session(Digests.sessionKey("0123456789abcdef"))))
                .isEqualTo(plain.canonical(key));
        assertThat(plain.canonical(key).value()).doesNotContain("0123456789abcdef");
        assertThat(text(plain, key)).isEqualTo("s:" + Digests.sha256("0123456789abcdef"));
    }

    @Test
    void of_counter_hasNamespaceAndPolicy() {
        CounterId counter = new CounterId(Engines.policy("login", "1/1m"), plain.canonical(Key.address("203.0.113.9")));
        assertThat(plain.of(counter)).isEqualTo("/shop|login|4:203.0.113.9");
        assertThat(secret.of(counter)).startsWith("/shop|login|hmac:");
    }

    @Test
    void canonical_userNames_areOneIfTheyAreFolded() {
        KeyCodec folding = new KeyCodec(Engines.PEERS, Optional.empty(), UserName::fold, () -> "/");
        assertThat(folding.canonical(Key.user("Alice"))).isEqualTo(Key.user("alice"));
        assertThat(folding.canonical(Key.of("Alice"))).isEqualTo(Key.of("Alice"));
        assertThat(folding.canonical(Key.header("Alice"))).isEqualTo(Key.header("Alice"));
        assertThat(plain.canonical(Key.user("Alice"))).isEqualTo(Key.user("Alice"));
        assertThat(folding.canonical(Key.user("X".repeat(7_900))))
                .isEqualTo(folding.canonical(Key.user("x".repeat(7_900))));
    }

    @Test
    void of_session_isNeverStoredInClear() {
        assertThat(text(plain, Key.session("0123456789abcdef")))
                .matches("s:[0-9a-f]{64}")
                .doesNotContain("0123456789abcdef");
        assertThat(text(plain, Key.session("a"))).isNotEqualTo(text(plain, Key.session("b")));
    }

    @Test
    void of_withSecret_isAnHmac() {
        assertThat(text(secret, Key.user("alice")))
                .as("printf u:alice | openssl dgst -sha256 -hmac hush")
                .isEqualTo("hmac:62468d4b1a79f63bcaca46e2c370f59121cbeb382894a8b5be6e4a0c3324b637");
        assertThat(text(secret, Key.address("203.0.113.9"))).isEqualTo(text(secret, Key.address("4:203.0.113.9")));
        KeyCodec other = Engines.storedKey(Optional.of("whisper"));
        assertThat(text(other, Key.user("alice"))).isNotEqualTo(text(secret, Key.user("alice")));
    }
}
