package dev.weir.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.Key;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who sends a request, and how many guesses an address has. */
class AuthenticatorTest {

    private static final Key HOME = Key.address("4:192.0.2.1");
    private static final Key OTHER = Key.address("4:192.0.2.2");

    /** Three wrong ones for each address. */
    private static final class ThreeAttempts implements Attempts {

        private final Map<Key, Integer> failed = new HashMap<>();

        @Override
        public Optional<Duration> failed(Key address) {
            return failed.merge(address, 1, Integer::sum) > 3 ? Optional.of(Duration.ofSeconds(9)) : Optional.empty();
        }
    }

    private final ApiKeys both = keys(ApiKeysTest.hex("k1") + " alice\n" + ApiKeysTest.hex("k2") + " bob");
    private ApiKeys present = both;
    private final Authenticator authenticator = new Authenticator(() -> present, Optional.empty(), new ThreeAttempts());

    private static ApiKeys keys(String text) {
        return ApiKeys.read(text, (line, rule) -> {
            throw new IllegalStateException(rule);
        });
    }

    private Outcome with(String key, Key address) {
        return authenticator.authenticate(Optional.of("Bearer " + key), address);
    }

    private static String name(Outcome outcome) {
        return ((Outcome.Known) outcome).caller().name();
    }

    @Test
    void authenticate_eachKindOfRequest_isTold() {
        assertThat(authenticator.authenticate(Optional.empty(), HOME)).isInstanceOf(Outcome.Anonymous.class);
        assertThat(name(with("k1", HOME))).isEqualTo("alice");
        assertThat(name(with("k2", HOME))).isEqualTo("bob");
        assertThat(with("k3", HOME)).isInstanceOf(Outcome.Unknown.class);
        assertThat(authenticator.authenticate(Optional.of("Digest k1"), HOME)).isInstanceOf(Outcome.Unknown.class);
        assertThat(with("a.b.c", HOME)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void authenticate_revokedKey_isUnknownAtOnce() {
        assertThat(name(with("k1", HOME))).isEqualTo("alice");
        present = keys(ApiKeysTest.hex("k2") + " bob");
        assertThat(with("k1", HOME)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void authenticate_afterTooManyGuesses_letsValidCredentialsPassAllTheSame() {
        for (int i = 0; i < 3; i++) {
            assertThat(with("guess" + i, HOME)).isInstanceOf(Outcome.Unknown.class);
        }
        assertThat(with("guess", HOME)).isEqualTo(new Outcome.TooMany(Duration.ofSeconds(9)));
        assertThat(name(with("k1", HOME))).isEqualTo("alice");
        assertThat(with("guess", OTHER)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void authenticate_revokedKey_isAGuess() {
        present = keys(ApiKeysTest.hex("k2") + " bob");
        for (int i = 0; i < 3; i++) {
            assertThat(with("k1", HOME)).isInstanceOf(Outcome.Unknown.class);
        }
        assertThat(with("k1", HOME)).isInstanceOf(Outcome.TooMany.class);
    }

    @Test
    void authenticate_withoutCredentials_isNoGuess() {
        for (int i = 0; i < 10; i++) {
            assertThat(authenticator.authenticate(Optional.empty(), HOME)).isInstanceOf(Outcome.Anonymous.class);
        }
        assertThat(name(with("k1", HOME))).isEqualTo("alice");
    }

    @Test
    void tiers_ofACallerAndItsTenant_areWhatTheCredentialsSaidLast() {
        Tiers tiers = new Tiers();
        tiers.remember(caller("alice", Optional.of("acme"), Optional.of("pro")));
        assertThat(tiers.of(Key.user("alice"))).contains("pro");
        assertThat(tiers.of(Key.tenant("acme"))).contains("pro");
        tiers.remember(caller("alice", Optional.of("acme"), Optional.empty()));
        assertThat(tiers.of(Key.user("alice"))).isEmpty();
        assertThat(tiers.of(Key.user("bob"))).isEmpty();
    }

    private static Caller caller(String name, Optional<String> tenant, Optional<String> tier) {
        return new Caller(name, tenant, tier, java.util.Set.of(), java.util.Set.of());
    }
}
