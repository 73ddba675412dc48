package dev.weir.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of the file of API keys. */
class ApiKeysTest {

    private final List<String> problems = new ArrayList<>();

    private ApiKeys read(String text) {
        return ApiKeys.read(text, (line, rule) -> problems.add(line + ": " + rule));
    }

    static String hex(String key) {
        return HexFormat.of().formatHex(Digest.of(key).bytes());
    }

    private static Optional<Caller> find(ApiKeys keys, String key) {
        return keys.find(Digest.of(key));
    }

    @Test
    void digest_ofAKey_isWhatSha256sumPrints() {
        assertThat(hex("password")).isEqualTo("5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8");
    }

    @Test
    void read_lineWithEverything_isThatCaller() {
        ApiKeys keys = read("# keys of customers\n\n" + hex("k1").toUpperCase(java.util.Locale.ROOT)
                + "  alice tenant=acme\ttier=pro models=llama,echo roles=ratelimit-admin # since May\r\n" + hex("k2")
                + " bob");
        assertThat(problems).isEmpty();
        assertThat(find(keys, "k1"))
                .contains(new Caller(
                        "alice",
                        Optional.of("acme"),
                        Optional.of("pro"),
                        Set.of("llama", "echo"),
                        Set.of("ratelimit-admin")));
        assertThat(find(keys, "k2"))
                .contains(new Caller("bob", Optional.empty(), Optional.empty(), Set.of(), Set.of()));
        assertThat(find(keys, "k3")).isEmpty();
        assertThat(find(keys, hex("k1"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sk-1234 alice, 'must begin with the SHA-256 of a key, 64 hexadecimal digits'",
        "{}, must name the principal after the digest",
        "{} tenant=acme, must name the principal after the digest",
        "{} alice admin, 'must have tenant=, tier=, models= or roles= after the principal'",
        "{} alice rolls=x, 'must have tenant=, tier=, models= or roles= after the principal'",
        "{} alice models=, must have a value for models=",
        "'{} alice models=,', must have a value for models=",
        "{} alice tier, must have a value for tier=",
        "{} alice tier=a tier=b, must have tier= once",
    })
    void read_lineThatBreaksARule_isAProblemWithoutTheKey(String line, String rule) {
        ApiKeys keys = read(hex("good") + " bob\n" + line.replace("{}", hex("k1")));
        assertThat(problems).containsExactly("2: " + rule);
        assertThat(find(keys, "good")).isPresent();
        assertThat(find(keys, "k1")).isEmpty();
    }

    @Test
    void read_sameKeyTwice_isAProblem() {
        ApiKeys keys = read(hex("k1") + " alice\n" + hex("k1") + " bob");
        assertThat(find(keys, "k1").map(Caller::name)).contains("alice");
        assertThat(problems).containsExactly("2: a line before it has the same key");
    }

    @Test
    void credentials_ofFieldsOfClients_areTheirSecret() {
        assertThat(Credentials.of("Bearer sk-1")).contains(new Credentials("sk-1"));
        assertThat(Credentials.of("bearer   sk-1 ")).contains(new Credentials("sk-1"));
        // anyone:sk:1
        assertThat(Credentials.of("Basic YW55b25lOnNrOjE=")).contains(new Credentials("sk:1"));
        for (String other : List.of("", "Bearer", "Bearer ", "Basic !", "Basic YW55b25l", "Digest x", "Bearersk-1")) {
            assertThat(Credentials.of(other)).as(other).isEmpty();
        }
        assertThat(Credentials.of("Bearer " + "x".repeat(20_000))).isEmpty();
        assertThat(new Credentials("sk-1")).asString().doesNotContain("sk-1");
    }
}
