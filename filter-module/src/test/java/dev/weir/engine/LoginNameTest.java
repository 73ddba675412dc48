package dev.weir.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "ALICE",
                " alice\t",
                "\u00a0alice\u3000",
                "\uff41\uff4c\uff49\uff43\uff45",
                "\u24d0\u24db\u24d8\u24d2\u24d4",
                "\ud835\udc1a\ud835\udc25\ud835\udc22\ud835\udc1c\ud835\udc1e",
                "al\u200bice",
                "al\u00adice\u0000",
                "\u202ealice",
            })
    void of_spellings_areOneName(String typed) {
        assertThat(LoginName.of(typed)).contains(new LoginName("alice"));
    }

    @Test
    void of_blank_isNoName() {
        assertThat(LoginName.of("")).isEmpty();
        assertThat(LoginName.of(" \t")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200b", "\u00a0", "\u0000"})
    void of_nothingThatIsSeen_isUnclear(String typed) {
        assertThat(LoginName.of(typed)).contains(LoginName.UNCLEAR);
    }

    @Test
    void of_long_isItsBeginning() {
        assertThat(LoginName.of("x".repeat(300)).orElseThrow().folded()).isEqualTo("x".repeat(256));
        assertThat(LoginName.of("\ufdfa".repeat(60_000)).orElseThrow().folded()).hasSizeLessThanOrEqualTo(256);
        assertThat(LoginName.of("\u200b".repeat(60_000) + "alice")).contains(new LoginName("alice"));
        assertThat(LoginName.of("\u00a0".repeat(60_000) + "alice")).contains(new LoginName("alice"));
    }

    @Test
    void key_ofNames_isADigestThatNoOtherHas() {
        LoginName alice = new LoginName("alice");
        assertThat(alice.key().value()).matches("sha256:[0-9a-f]{64}");
        assertThat(alice.key())
                .isEqualTo(new LoginName("alice").key())
                .isNotEqualTo(new LoginName("bob").key())
                .isNotEqualTo(alice.keyAt("4:203.0.113.9"));
        assertThat(alice.keyAt("4:203.0.113.9")).isNotEqualTo(alice.keyAt("4:203.0.113.8"));
        assertThat(alice).hasToString("LoginName[]");
    }

    @Test
    void canonical_keyOfTheApplication_isThatOfTheRequest() {
        KeyCodec stored = Engines.storedKey(Optional.empty());
        assertThat(stored.canonical(Key.login(" Alice "))).isEqualTo(new LoginName("alice").key());
        assertThat(stored.canonical(new LoginName("alice").key())).isEqualTo(new LoginName("alice").key());
        assertThat(stored.textOf(Key.login("alice"))).matches("l:[0-9a-f]{64}");
        assertThat(Engines.storedKey(Optional.of("hush")).textOf(Key.login("alice")))
                .startsWith("hmac:");
    }
}
