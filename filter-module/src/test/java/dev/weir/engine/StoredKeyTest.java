package dev.weir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import dev.weir.Key.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredKeyTest {

    private final StoredKey plain = new StoredKey(Engines.PEERS, Optional.empty());
    private final StoredKey secret = new StoredKey(Engines.PEERS, Optional.of("hush"));

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
        assertThat(plain.of(Key.address(address))).isEqualTo(stored);
    }

    @Test
    void of_otherKinds_sayTheirKind() {
        assertThat(plain.of(Key.user("alice"))).isEqualTo("u:alice");
        assertThat(plain.of(Key.header("key-1"))).isEqualTo("h:key-1");
        assertThat(plain.of(Key.of("tenant-1"))).isEqualTo("c:tenant-1");
        assertThat(plain.of(Key.global())).isEqualTo("g:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "u:x",
                "s:x",
                "h:x",
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
        for (StoredKey stored : List.of(plain, secret)) {
            Set<String> texts = new HashSet<>();
            for (Kind kind : Kind.values()) {
                assertThat(texts.add(stored.of(new Key(kind, value))))
                        .as("%s", kind)
                        .isTrue();
            }
        }
    }

    @Test
    void of_textsThatLookLikeOthers_neverCollide() {
        Set<String> texts = new HashSet<>();
        for (String value :
                List.of("x", "u:x", "c:x", "s:x", "4:203.0.113.9", "g:", plain.of(Key.user("y".repeat(999))))) {
            for (Kind kind : List.of(Kind.ADDRESS, Kind.USER, Kind.SESSION, Kind.HEADER, Kind.CUSTOM)) {
                assertThat(texts.add(plain.of(new Key(kind, value))))
                        .as("%s %s", kind, value)
                        .isTrue();
            }
        }
    }

    @Test
    void of_longValue_isADigestOfAllOfIt() {
        assertThat(plain.of(Key.user("x".repeat(126)))).isEqualTo("u:" + "x".repeat(126));
        assertThat(plain.of(Key.user("x".repeat(127)))).matches("sha256:[0-9a-f]{64}");
        assertThat(plain.of(Key.user("x".repeat(5_000) + "1")))
                .isNotEqualTo(plain.of(Key.user("x".repeat(5_000) + "2")))
                .isEqualTo(plain.of(Key.user("x".repeat(5_000) + "1")));
    }

    @Test
    void of_anyKindAndLength_isAtMost128Characters() {
        for (Kind kind : Kind.values()) {
            for (int length : new int[] {0, 1, 64, 126, 127, 128, 129, 10_000}) {
                Key key = new Key(kind, "9".repeat(length));
                assertThat(plain.of(key)).as("%s of %d", kind, length).hasSizeLessThanOrEqualTo(128);
                assertThat(secret.of(key)).as("%s of %d", kind, length).hasSizeLessThanOrEqualTo(128);
            }
        }
    }

    @Test
    void of_session_isNeverStoredInClear() {
        assertThat(plain.of(Key.session("0123456789abcdef")))
                .matches("s:[0-9a-f]{64}")
                .doesNotContain("0123456789abcdef");
        assertThat(plain.of(Key.session("a"))).isNotEqualTo(plain.of(Key.session("b")));
    }

    @Test
    void of_withSecret_isAnHmac() {
        assertThat(secret.of(Key.user("alice")))
                .as("printf u:alice | openssl dgst -sha256 -hmac hush")
                .isEqualTo("hmac:62468d4b1a79f63bcaca46e2c370f59121cbeb382894a8b5be6e4a0c3324b637");
        assertThat(secret.of(Key.address("203.0.113.9"))).isEqualTo(secret.of(Key.address("4:203.0.113.9")));
        StoredKey other = new StoredKey(Engines.PEERS, Optional.of("whisper"));
        assertThat(other.of(Key.user("alice"))).isNotEqualTo(secret.of(Key.user("alice")));
    }
}
