package dev.weir.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens the properties {@code ratelimit.llm.jwt.*} accept. */
class JwtSettingsReaderTest {

    private final List<String> problems = new ArrayList<>();

    private GatewaySettings read(Map<String, String> values) {
        return GatewaySettingsReader.read(
                values, Set.of(), (property, rule, value) -> problems.add(property + ": " + rule));
    }

    private static Map<String, String> sound() {
        return new HashMap<>(Map.of(
                "jwt.jwks", "https://id.example/keys", "jwt.issuer", "https://id.example", "jwt.audience", "weir"));
    }

    @Test
    void read_issuerAudienceAndKeys_acceptsSignaturesWithPublicKeysOnly() {
        JwtSettings jwt = read(sound()).jwt().orElseThrow();
        assertThat(problems).isEmpty();
        assertThat(jwt.jwks()).isEqualTo(URI.create("https://id.example/keys"));
        assertThat(jwt.audiences()).containsExactly("weir");
        assertThat(jwt.algorithms()).contains("RS256", "ES256").noneMatch(name -> name.startsWith("HS"));
        assertThat(jwt.claims().principal()).isEqualTo("sub");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "none", "RS256,HS512", "rs256", ","})
    void algorithms_thatProveNothing_areAProblem(String algorithms) {
        Map<String, String> values = sound();
        values.put("jwt.algorithms", algorithms);
        read(values);
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("jwt.algorithms: must be algorithms with a public key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwt.issuer", "jwt.audience"})
    void read_withoutIssuerOrAudience_isAProblem(String missing) {
        Map<String, String> values = sound();
        values.remove(missing);
        read(values);
        assertThat(problems).containsExactly(missing + ": must be set where ratelimit.llm.jwt.jwks is");
    }

    @Test
    void read_issuerWithoutKeys_isAProblem() {
        read(Map.of("jwt.issuer", "https://id.example"));
        assertThat(problems).containsExactly("jwt.issuer: needs ratelimit.llm.jwt.jwks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://id.example/keys", "http://127.0.0.1.example/keys", "/absent/keys", "https:///keys"})
    void jwks_thatCannotBeTrustedOrRead_areAProblem(String jwks) {
        Map<String, String> values = sound();
        values.put("jwt.jwks", jwks);
        read(values);
        assertThat(problems).isNotEmpty().allMatch(problem -> problem.startsWith("jwt."));
        assertThat(problems.get(0)).startsWith("jwt.");
    }

    @Test
    void jwks_onThisMachineOrInAFile_areAccepted(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("keys"), "{}");
        for (String jwks : List.of("http://127.0.0.1:9/keys", "http://[::1]/keys", "file:" + file, file.toString())) {
            Map<String, String> values = sound();
            values.put("jwt.jwks", jwks);
            assertThat(read(values).jwt()).as(jwks).isPresent();
            assertThat(problems).isEmpty();
        }
    }
}
