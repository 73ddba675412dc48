package dev.weir.admin.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.Key;
import dev.weir.Scope;
import dev.weir.config.Administration;
import dev.weir.config.rule.KeyRule;
import dev.weir.config.rule.TenantRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys as operators write and see them. */
class KeysTest {

    private static final String DIGITS = "3fa9".repeat(16);
    private static final KeyRule CLIENT = new KeyRule.ByScope(Scope.CLIENT);

    private final Keys masked = keys(Administration.Keys.MASKED, "one");
    private final Keys clear = keys(Administration.Keys.CLEAR, "one");
    private final Keys hidden = keys(Administration.Keys.HIDDEN, "one");

    private static Keys keys(Administration.Keys shown, String secret) {
        return new Keys(shown, () -> secret.repeat(8).getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "u:alice, user:al***, user:alice",
        "u:a, user:***, user:a",
        "u:ab, user:***, user:ab",
        "u:abc, user:a***, user:abc",
        "u:abcd, user:a***, user:abcd",
        "t:acme, tenant:a***, tenant:acme",
        "h:k-12345, header:k-***, header:k-12345",
        "c:order-7, custom:or***, custom:order-7",
        "u:u:x, user:u***, user:u:x",
        "g:, global, global",
        "4:203.0.113.9, 4:203.0.***, 4:203.0.113.9",
        "6:2001:db8:1:2::/64, 6:2001:db8:***, 6:2001:db8:1:2::/64",
        "6:::/64, address:***, 6:::/64",
        "6:fe80::/64, address:***, 6:fe80::/64",
        "?:unix, address:***, ?:unix",
    })
    void shown_storedKey_hasItsBeginningAlone(String stored, String mask, String whole) {
        assertThat(masked.shown(stored)).isEqualTo(mask);
        assertThat(clear.shown(stored)).isEqualTo(whole);
        assertThat(hidden.shown(stored)).isEqualTo("***");
        assertThat(clear.masked(stored)).isEqualTo(mask);
        assertThat(masked.revealed(stored)).contains(whole);
        assertThat(hidden.revealed(stored)).isEmpty();
    }

    /** The digest of a name can be computed by who guesses it: of that, too, not more than many names have. */
    @ParameterizedTest
    @CsvSource({"l:, login:3f***", "s:, session:3f***", "hmac:, hmac:3f***", "sha256:, sha256:3f***"})
    void shown_digest_hasTwoDigits(String prefix, String mask) {
        assertThat(masked.shown(prefix + DIGITS)).isEqualTo(mask);
    }

    @Test
    void shown_charactersOfTwo_areNotCutInHalf() {
        assertThat(masked.shown("u:\ud83d\ude00bc")).isEqualTo("user:\ud83d\ude00***");
        assertThat(masked.shown("u:\ud83d\ude00")).isEqualTo("user:***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"u:alice", "4:203.0.113.9", "g:", "u:", "u:\u00e4\ud83d\ude00"})
    void token_anyInstanceWithTheSecret_findsTheKey(String stored) {
        String token = masked.token("api", stored);
        assertThat(token).matches("[A-Za-z0-9_-]+").isEqualTo(hidden.token("api", stored));
        assertThat(keys(Administration.Keys.HIDDEN, "one").stored("api", token)).contains(stored);
        assertThat(keys(Administration.Keys.MASKED, "two").stored("api", token)).isEmpty();
        assertThat(masked.stored("other", token)).isEmpty();
        assertThat(masked.token("other", stored).substring(0, 16)).isNotEqualTo(token.substring(0, 16));
    }

    @Test
    void stored_textThatIsNoToken_isNone() {
        String token = masked.token("api", "u:alice");
        char last = token.charAt(token.length() - 3);
        String changed = token.substring(0, token.length() - 3)
                + (last == 'A' ? 'B' : 'A')
                + token.substring(token.length() - 2);
        for (String each :
                List.of("", "u:alice", "AAAA", "A".repeat(200), token.substring(1), token + "AAAA", changed)) {
            assertThat(masked.stored("api", each)).as(each).isEmpty();
        }
    }

    @Test
    void id_sameText_isTheSameAndOfTheSecret() {
        assertThat(masked.id("a")).isEqualTo(clear.id("a")).isNotEqualTo(masked.id("b"));
        assertThat(masked.id("a"))
                .isNotEqualTo(keys(Administration.Keys.MASKED, "two").id("a"));
    }

    @ParameterizedTest
    @CsvSource({
        "user:alice, USER, alice",
        "address:203.0.113.9, ADDRESS, 203.0.113.9",
        "4:203.0.113.9, ADDRESS, 203.0.113.9",
        "address:4:203.0.113.9, ADDRESS, 203.0.113.9",
        "?:unix, ADDRESS, ?:unix",
        "6:2001:DB8::/64, ADDRESS, 2001:DB8::",
        "6:2001:db8:1:2::/64, ADDRESS, 2001:db8:1:2::",
        "address:2001:db8::1, ADDRESS, 2001:db8::1",
        "tenant:acme, TENANT, acme",
        "login:alice, LOGIN, alice",
        "session:abc, SESSION, abc",
        "header:k, HEADER, k",
        "custom:user:x, CUSTOM, user:x",
        "global, GLOBAL, ''",
        "alice, USER, alice",
        "203.0.113.9, ADDRESS, 203.0.113.9",
        "2001:db8::1, ADDRESS, 2001:db8::1",
        "203.0.113, USER, 203.0.113",
    })
    void parse_textWithOrWithoutKind_isAKey(String text, Key.Kind kind, String value) {
        assertThat(masked.parse(text, CLIENT)).isEqualTo(new Key(kind, value));
    }

    @Test
    void parse_bareText_isOfTheKindOfThePolicy() {
        assertThat(masked.parse("a", new KeyRule.ByScope(Scope.USER))).isEqualTo(Key.user("a"));
        assertThat(masked.parse("a", new KeyRule.ByScope(Scope.LOGIN))).isEqualTo(Key.login("a"));
        assertThat(masked.parse("a", new KeyRule.ByScope(Scope.SESSION))).isEqualTo(Key.session("a"));
        assertThat(masked.parse("a", new KeyRule.ByScope(Scope.GLOBAL))).isEqualTo(Key.global());
        assertThat(masked.parse("1.2.3.4", new KeyRule.ByScope(Scope.ANONYMOUS)))
                .isEqualTo(Key.address("1.2.3.4"));
        assertThat(masked.parse("a", new KeyRule.ByHeader("X-Key"))).isEqualTo(Key.header("a"));
        assertThat(masked.parse("a", new KeyRule.ByTenant(new TenantRule.ByHost())))
                .isEqualTo(Key.tenant("a"));
        assertThat(masked.parse("a", new KeyRule.ByBeanName("b"))).isEqualTo(Key.of("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:",
                "address:alice",
                "address:10.0.0.0/8",
                "custom:",
                "4:203.0.113.999",
                "4:2001:db8::1",
                "6:203.0.113.9",
                "6:x/64",
                "address:4:203.0.113.999"
            })
    void parse_noKey_isRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> masked.parse(text, CLIENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("key: ")
                .hasMessageNotContaining(text);
    }

    @Test
    void keyOf_digestAlone_isNone() {
        assertThat(masked.keyOf("hmac:" + DIGITS)).isEmpty();
        assertThat(masked.keyOf("sha256:" + DIGITS)).isEmpty();
        assertThat(masked.keyOf("x:y")).isEmpty();
        assertThat(masked.keyOf("")).isEmpty();
        assertThat(masked.keyOf("l:" + DIGITS)).contains(Key.login("sha256:" + DIGITS));
        assertThat(masked.keyOf("s:" + DIGITS)).contains(Key.session("sha256:" + DIGITS));
    }
}
