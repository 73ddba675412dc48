package dev.weir.gateway.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.Key;
import dev.weir.gateway.auth.Caller;
import dev.weir.gateway.auth.Outcome;
import dev.weir.spi.Modules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway in Weir itself, without a server. */
class LlmModuleTest {

    private static final Key HOME = Key.address("4:192.0.2.1");

    @TempDir
    private Path directory;

    private final LlmModule module = new LlmModule();

    /** What the application brings, which has a bean that is not here. */
    private static Map<String, String> brought() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = LlmModule.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
            properties.load(in);
        }
        Map<String, String> values = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        values.remove("ratelimit.tenant.from");
        values.put("ratelimit.store", "local");
        return values;
    }

    private static String hex(String key) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    }

    private Outcome with(String key) {
        return module.gateway().authenticator().authenticate(Optional.of("Bearer " + key), HOME);
    }

    @Test
    void start_withWhatTheApplicationBrings_servesTheModelThatIsBuiltIn() throws Exception {
        try (AutoCloseable running = Modules.start(module, brought())) {
            assertThat(module.gateway().settings().models()).containsOnlyKeys("echo");
            assertThat(with("any")).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void keys_revokedWhileItRuns_areRefusedWithinASecond() throws Exception {
        Path file = directory.resolve("keys");
        Files.writeString(file, hex("k1") + " alice tier=pro\n" + hex("k2") + " bob\n");
        Map<String, String> properties = brought();
        properties.put("ratelimit.llm.keys", file.toString());
        try (AutoCloseable running = Modules.start(module, properties)) {
            assertThat(with("k1")).isInstanceOf(Outcome.Known.class);
            assertThat(module.gateway().tiers().of(Key.user("alice"))).contains("pro");
            Files.writeString(file, hex("k2") + " bob\n");
            await().until(() -> with("k1") instanceof Outcome.Unknown);
            assertThat(with("k2")).isInstanceOf(Outcome.Known.class);
        }
    }

    @Test
    void guesses_ofOneAddress_areLimitedAndLockNobodyOut() throws Exception {
        Map<String, String> properties = brought();
        Path file = Files.writeString(directory.resolve("keys"), hex("k1") + " alice\n");
        properties.put("ratelimit.llm.keys", file.toString());
        try (AutoCloseable running = Modules.start(module, properties)) {
            for (int i = 0; i < 300; i++) {
                assertThat(with("guess" + i)).as("guess %d", i).isInstanceOf(Outcome.Unknown.class);
            }
            assertThat(with("one more"))
                    .isInstanceOfSatisfying(
                            Outcome.TooMany.class,
                            many -> assertThat(many.retryAfter())
                                    .isPositive()
                                    .isLessThanOrEqualTo(Duration.ofSeconds(64)));
            assertThat(with("k1")).isInstanceOf(Outcome.Known.class);
        }
    }

    @Test
    void start_withoutThePolicyOfGuesses_isNoMistakeOfTheOperator() throws Exception {
        Map<String, String> properties = brought();
        properties.put("ratelimit.policies", "llm-tokens,llm-requests");
        try (AutoCloseable running = Modules.start(module, properties)) {
            assertThat(with("any")).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @Test
    void start_withPoliciesOfTheOperatorAlone_countsByThese() throws Exception {
        Map<String, String> properties = brought();
        properties.put("ratelimit.policies", "team-tokens");
        properties.put("ratelimit.policy.team-tokens.limit", "1/1s");
        properties.put("ratelimit.policy.team-tokens.scope", "user");
        properties.put("ratelimit.llm.model.echo.policies", "team-tokens");
        try (AutoCloseable running = Modules.start(module, properties)) {
            assertThat(module.gateway()
                            .settings()
                            .models()
                            .get("echo")
                            .policies()
                            .tokens())
                    .containsExactly("team-tokens");
        }
    }

    @Test
    void key_ofAPolicy_isThatOfItsScope() throws Exception {
        Map<String, String> properties = brought();
        properties.put("ratelimit.policies", "llm-tokens,llm-requests,llm-auth,team-tokens,all-tokens");
        properties.put("ratelimit.policy.team-tokens.limit", "1/1s");
        properties.put("ratelimit.policy.team-tokens.scope", "tenant");
        properties.put("ratelimit.tenant.from", "principal-domain");
        properties.put("ratelimit.policy.all-tokens.limit", "1/1s");
        properties.put("ratelimit.policy.all-tokens.scope", "global");
        Caller alice = new Caller("alice", Optional.of("acme"), Optional.empty(), Set.of(), Set.of());
        Caller bob = new Caller("bob", Optional.empty(), Optional.empty(), Set.of("other"), Set.of());
        try (AutoCloseable running = Modules.start(module, properties)) {
            Gateway gateway = module.gateway();
            ScopedKeys keys = new ScopedKeys(gateway.host()::scope);
            assertThat(keys.key("llm-tokens", alice)).contains(Key.user("alice"));
            assertThat(keys.key("team-tokens", alice)).contains(Key.tenant("acme"));
            assertThat(keys.key("team-tokens", bob)).isEmpty();
            assertThat(keys.key("all-tokens", bob)).contains(Key.global());
            assertThat(gateway.model(alice, "echo")).isPresent();
            assertThat(gateway.model(bob, "echo")).isEmpty();
            assertThat(gateway.models(bob)).isEmpty();
        }
    }

    @Test
    void start_withProblems_tellsAllOfThemAndNoSecret() throws Exception {
        Path file = Files.writeString(directory.resolve("keys"), "# first\nsk-secret alice\n");
        Map<String, String> properties = brought();
        properties.put("ratelimit.llm.keys", file.toString());
        properties.put("ratelimit.llm.model.echo.policies", "llm-tokens,llm-auth");
        properties.put("ratelimit.llm.model.echo.upstrem", "echo");
        assertThatThrownBy(() -> Modules.start(module, properties))
                .extracting(LlmModuleTest::problems)
                .satisfies(problems -> assertThat(problems)
                        .hasSize(3)
                        .noneMatch(problem -> problem.contains("sk-secret"))
                        .anyMatch(
                                problem -> problem.startsWith("ratelimit.llm.keys: line 2 must begin with the SHA-256"))
                        .anyMatch(problem -> problem.startsWith(
                                "ratelimit.llm.model.echo.policies: a policy must have the scope user, client,"))
                        .anyMatch(problem -> problem.startsWith("ratelimit.llm.model.echo.upstrem: unknown property")));
    }

    private static List<String> problems(Throwable wrong) {
        assertThat(wrong).isInstanceOf(dev.weir.config.InvalidConfigurationException.class);
        return ((dev.weir.config.InvalidConfigurationException) wrong).problems();
    }
}
