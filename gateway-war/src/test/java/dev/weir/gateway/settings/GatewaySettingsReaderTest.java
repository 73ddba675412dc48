package dev.weir.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the properties {@code ratelimit.llm.*} mean, and what is wrong with them. */
class GatewaySettingsReaderTest {

    private static final Set<String> POLICIES = Set.of("llm-tokens", "llm-requests", "big-tokens", "all");

    private final List<String> problems = new ArrayList<>();

    private GatewaySettings read(String... namesAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return GatewaySettingsReader.read(
                values, POLICIES, (property, rule, value) -> problems.add(property + ": " + rule + ", was " + value));
    }

    private ModelSettings model(String... keysAndValues) {
        String[] all = new String[keysAndValues.length + 2];
        all[0] = "model.llama.upstream";
        all[1] = "http://127.0.0.1:8000";
        for (int i = 0; i < keysAndValues.length; i += 2) {
            all[i + 2] = "model.llama." + keysAndValues[i];
            all[i + 3] = keysAndValues[i + 1];
        }
        return read(all).models().get("llama");
    }

    @Test
    void read_nothing_isNoModelAndNoProblem() {
        GatewaySettings settings = read();
        assertThat(problems).isEmpty();
        assertThat(settings.models()).isEmpty();
        assertThat(settings.maxBody()).isEqualTo(1 << 20);
        assertThat(settings.keys()).isEmpty();
        assertThat(settings.jwt()).isEmpty();
        assertThat(settings.audit()).isEqualTo(new AuditSettings(Optional.empty(), false));
    }

    @Test
    void read_modelWithAnUpstreamAlone_hasTheDefaults() {
        ModelSettings model = model();
        assertThat(problems).isEmpty();
        assertThat(model)
                .isEqualTo(new ModelSettings(
                        "llama",
                        List.of("llama"),
                        new UpstreamAddress.Remote(URI.create("http://127.0.0.1:8000"), Optional.empty()),
                        new ModelSettings.Policies(List.of("llm-tokens"), List.of("llm-requests")),
                        TokenizerChoice.BuiltIn.CL100K,
                        4,
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        256,
                        16,
                        Charge.TOTAL,
                        new Timeouts(
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(10)),
                        new BreakerSettings(5, Duration.ofSeconds(10))));
    }

    @Test
    void read_everyPropertyOfAModel_isThatValue(@TempDir Path directory) throws IOException {
        Path ranks = Files.writeString(directory.resolve("ranks"), "");
        ModelSettings model = model(
                "names", "meta-llama/Llama-3.2-1B, llama",
                "upstream-key", "secret",
                "policies", "big-tokens,all,llm-tokens",
                "tokenizer", "file:" + ranks,
                "template-tokens", "0",
                "media-tokens", "765",
                "max-output", "4096",
                "default-output", "100",
                "min-output", "1",
                "charge", "completion",
                "timeout.connect", "500ms",
                "timeout.first-byte", "PT2M",
                "timeout.idle", "1m",
                "timeout.total", "1h",
                "breaker.failures", "1",
                "breaker.open", "1s");
        assertThat(problems).isEmpty();
        assertThat(model.upstreamName()).isEqualTo("meta-llama/Llama-3.2-1B");
        assertThat(model.names()).containsExactly("meta-llama/Llama-3.2-1B", "llama");
        assertThat(((UpstreamAddress.Remote) model.upstream()).key()).contains("secret");
        assertThat(model.policies())
                .isEqualTo(new ModelSettings.Policies(List.of("big-tokens", "llm-tokens"), List.of("all")));
        assertThat(model.tokenizer()).isEqualTo(new TokenizerChoice.Ranks(ranks));
        assertThat(model.mediaTokens()).hasValue(765);
        assertThat(model.maxOutput()).hasValue(4096);
        assertThat(model.charge()).isEqualTo(Charge.COMPLETION);
        assertThat(model.timeouts().firstByte()).isEqualTo(Duration.ofMinutes(2));
        assertThat(model.breaker()).isEqualTo(new BreakerSettings(1, Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "http://gpu:8000, http://gpu:8000",
        "http://gpu:8000/, http://gpu:8000",
        "HTTP://gpu:8000/v1, http://gpu:8000",
        "https://gpu/v1/, https://gpu",
        "https://gpu/openai/v1, https://gpu/openai",
        "https://gpu/openai//, https://gpu/openai",
        "http://[::1]:8000/v1, http://[::1]:8000"
    })
    void upstream_withAndWithoutWhatClientsWrite_isItsRoot(String written, String root) {
        ModelSettings model = read("model.m.upstream", written).models().get("m");
        assertThat(problems).isEmpty();
        assertThat(model.upstream()).isEqualTo(new UpstreamAddress.Remote(URI.create(root), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://gpu, must be a URL with http or https and a host",
        "gpu:8000, must be a URL with http or https and a host",
        "http:///v1, must be a URL with http or https and a host",
        "http://gpu:99999, must be a URL with http or https and a host",
        "http://gpu:8000/?a=b, 'must be a URL without userinfo, query or fragment'",
        "http://gpu:8000/#x, 'must be a URL without userinfo, query or fragment'",
        "http://a b, must be a URL",
    })
    void upstream_ofAnotherKind_isAProblem(String written, String rule) {
        assertThat(read("model.m.upstream", written).models()).isEmpty();
        assertThat(problems).containsExactly("model.m.upstream: " + rule + ", or echo, was " + written);
    }

    @Test
    void secrets_inProblems_areNotShown() {
        read(
                "model.m.upstream", "http://me:pa55word@gpu:8000",
                "model.e.upstream", "echo",
                "model.e.upstream-key", "pa55word",
                "model.k.upstream", "http://gpu",
                "model.k.upstream-key", "pa55word with a space",
                "models", "m,e,k",
                "model.other.upstream-key", "pa55word");
        assertThat(problems).hasSize(4).noneMatch(problem -> problem.contains("pa55word"));
        assertThat(problems).anyMatch(problem -> problem.endsWith("was http://***@gpu:8000"));
    }

    @ParameterizedTest
    @CsvSource({
        "policies, 'llm-tokens,none', 'must be policies that ratelimit.policies lists, by commas'",
        "policies, ',', 'must be policies that ratelimit.policies lists, by commas'",
        "policies, 'all,all', must name each once",
        "tokenizer, gpt2, 'must be cl100k, o200k, file:<path>, upstream or bytes'",
        "tokenizer, file:/absent, must be a file that can be read",
        "template-tokens, -1, must be a whole number from 0 to 100000000",
        "max-output, 8, 'must be >= min-output, which is 16'",
        "min-output, 300, 'must be <= default-output, which is 256'",
        "default-output, 0, must be a whole number from 1 to 100000000",
        "charge, all, 'must be one of total, prompt, completion'",
        "timeout.idle, 30, 'must be a number and one of the units ms, s, m, h, d'",
        "timeout.total, 0s, must be from 1ms to 1d",
        "breaker.failures, 0, must be a whole number from 1 to 10000",
    })
    void value_thatBreaksARule_isAProblem(String key, String value, String rule) {
        assertThat(model(key, value)).isNotNull();
        assertThat(problems).containsExactly("model.llama." + key + ": " + rule + ", was " + value);
    }

    @Test
    void tokenizer_ofTheUpstream_isAProblemOfTheModelThatIsBuiltIn() {
        read("model.m.upstream", "echo", "model.m.tokenizer", "upstream");
        assertThat(problems).singleElement().asString().contains("model.m.tokenizer: the model that is built in");
    }

    @Test
    void names_thatTwoModelsHave_areAProblem() {
        read("model.a.upstream", "echo", "model.b.upstream", "echo", "model.b.names", "x,a");
        assertThat(problems).containsExactly("model.b.names: the model \"a\" has this name already, was a");
    }

    @Test
    void models_listed_areServedAlone() {
        GatewaySettings settings = read("models", "b", "model.b.upstream", "http://gpu", "model.echo.upstream", "echo");
        assertThat(problems).isEmpty();
        assertThat(settings.models()).containsOnlyKeys("b");
        read("models", "b", "model.b.upstream", "http://gpu", "model.bb.charge", "prompt");
        assertThat(problems)
                .containsExactly("model.bb.charge: is of a model that ratelimit.llm.models does not list, was prompt");
    }

    @Test
    void models_listedWithoutAnUpstream_areAProblem() {
        read("models", "b");
        assertThat(problems).containsExactly("model.b.upstream: must be the URL of a server, or echo, was ");
    }

    @Test
    void names_ofProperties_areThoseOfModelsThatAreNamedOrListed() {
        Set<String> names = GatewaySettingsReader.names(
                Set.of("model.llama-3.2.upstream", "model.x.upstrem", "keys"), Optional.of("a, b"));
        assertThat(names)
                .contains("model.llama-3.2.timeout.first-byte", "model.a.charge", "model.b.names", "keys")
                .doesNotContain("model.x.upstream", "model.x.upstrem");
    }

    @Test
    void model_ofAPropertyName_isWhatStandsBeforeTheKey() {
        assertThat(ModelProperty.model("model.llama-3.2.timeout.total")).contains("llama-3.2");
        assertThat(ModelProperty.model("model.a.upstream-key")).contains("a");
        assertThat(ModelProperty.model("model..charge")).isEmpty();
        assertThat(ModelProperty.model("model.charge")).isEmpty();
        assertThat(ModelProperty.model("jwt.issuer")).isEmpty();
    }
}
