package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.Property.OfPolicy;
import dev.weir.config.rule.AdaptiveRule;
import dev.weir.config.rule.UserNameRule;
import dev.weir.config.source.SystemSource;
import dev.weir.core.BlockRule;
import dev.weir.match.AddressRanges;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code config/microprofile-config.properties} and {@code docs/reference.md} say what the code does. */
class SampleConfigTest {

    private static final Path SAMPLE = Path.of("../config/microprofile-config.properties");
    private static final Path ROLLOUT = Path.of("../config/rollout.properties");
    private static final Path REFERENCE = Path.of("../docs/reference.md");
    private static final Pattern COMMENTED = Pattern.compile("^#(ratelimit\\.[^=]+)=", Pattern.MULTILINE);

    @Test
    void sample_loaded_isTheSameAsNoConfiguration() throws IOException {
        Settings defaults = read(new Properties());
        Settings sample = read(sample());
        assertThat(sample)
                .usingRecursiveComparison()
                .ignoringFieldsOfTypes(AddressRanges.class)
                // said explicitly, the default cost overrides that of an annotation
                .ignoringFieldsMatchingRegexes(".*configuredCost", ".*configured")
                .isEqualTo(defaults);
        assertThat(List.of(
                        sample.deniedAddresses(),
                        sample.exemptions().addresses(),
                        sample.clientAddress().trustedProxies()))
                .allMatch(AddressRanges::isEmpty);
    }

    @Test
    void sample_lines_coverEveryProperty() throws IOException {
        TreeSet<String> names = new TreeSet<>(sample().stringPropertyNames());
        Matcher commented = COMMENTED.matcher(Files.readString(SAMPLE));
        while (commented.find()) {
            names.add(commented.group(1));
        }
        TreeSet<String> expected = new TreeSet<>();
        for (Property property : Property.values()) {
            expected.add(property.fullName());
        }
        for (OfPolicy property : OfPolicy.values()) {
            expected.add(property.of("anonymous"));
        }
        for (String other : List.of("user.limit", "login.limit", "user.scope", "login.scope", "login.disclosure")) {
            expected.add(OfPolicy.PREFIX + other);
        }
        assertThat(names).isEqualTo(expected);
    }

    @Test
    void rollout_loaded_isFourStepsOfARollout() throws IOException {
        Map<String, PolicySettings> policies = read(load(ROLLOUT)).policies();
        assertThat(policies).containsOnlyKeys("reports", "search", "export", "upload");
        assertThat(policies.values())
                .extracting(each -> each.policy().rollout())
                .containsExactly(0, 1_000, 5_000, 10_000);
        assertThat(policies.values()).allMatch(each -> !each.match().isEmpty());
    }

    @Test
    void sample_commentedLines_areThoseWithoutDefault() throws IOException {
        Properties sample = sample();
        for (Property property : Property.values()) {
            assertThat(sample.getProperty(property.fullName(), ""))
                    .as(property.fullName())
                    .isEqualTo(property.defaultValue());
        }
    }

    @Test
    void reference_tables_nameEveryPropertyWithItsDefault() throws IOException {
        String reference = Files.readString(REFERENCE);
        List<String> missing = new ArrayList<>();
        for (Property property : Property.values()) {
            addIfMissing(reference, property.fullName(), property.defaultValue(), missing);
        }
        for (OfPolicy property : OfPolicy.values()) {
            addIfMissing(reference, property.suffix(), property.defaultValue(), missing);
        }
        assertThat(missing).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "adaptive.properties",
                "growing-blocks.properties",
                "layers.properties",
                "llm-tokens.properties",
                "login.properties"
            })
    void sample_ofOneSubject_hasNoProblemAndNoNote(String file) throws IOException {
        assertThat(read(load(SAMPLE.resolveSibling(file))).notes()).isEmpty();
    }

    @Test
    void growingBlocks_loaded_blockAsTheirCommentsSay() throws IOException {
        Settings settings = read(load(SAMPLE.resolveSibling("growing-blocks.properties")));
        assertThat(settings.policies().get("api").policy().block())
                .isEqualTo(new BlockRule(60_000, 3, 60_000, 200, 86_400_000, 7_200_000, false));
    }

    @Test
    void layers_loaded_blockAsTheirCommentsSay() throws IOException {
        Map<String, PolicySettings> policies =
                read(load(SAMPLE.resolveSibling("layers.properties"))).policies();
        assertThat(policies.get("flood").policy().block()).isEqualTo(BlockRule.lasting(10_000));
        assertThat(policies.get("api").policy().block()).isEqualTo(BlockRule.lasting(60_000));
        assertThat(policies.get("auth").policy().block()).isEqualTo(BlockRule.lasting(900_000));
        assertThat(policies.get("report").policy().block())
                .isEqualTo(new BlockRule(300_000, 1, 0, 100, 0, 300_000, true));
    }

    @Test
    void adaptive_loaded_shrinksAsItsCommentsSay() throws IOException {
        PolicySettings api = read(load(SAMPLE.resolveSibling("adaptive.properties")))
                .policies()
                .get("api");
        assertThat(api.adaptive()).contains(new AdaptiveRule(500, 200, 50));
    }

    @Test
    void login_loaded_countsByUsernameToo() throws IOException {
        PolicySettings login =
                read(load(SAMPLE.resolveSibling("login.properties"))).policies().get("login");
        assertThat(login.login().orElseThrow().username()).contains(new UserNameRule.ByParameter("username"));
        assertThat(login.login().orElseThrow().counts(401, false)).isTrue();
        assertThat(login.policy().block())
                .isEqualTo(new BlockRule(60_000, 3, 3_600_000, 500, 86_400_000, 3_600_000, false));
    }

    private static void addIfMissing(String reference, String name, String value, List<String> missing) {
        String cell = value.isEmpty() ? "none" : "`" + value + "`";
        String row = "| `" + name + "` | " + cell;
        if (!reference.contains(row)) {
            missing.add(row);
        }
    }

    private static Properties sample() throws IOException {
        return load(SAMPLE);
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    private static Settings read(Properties properties) {
        return SettingsReader.read(new SystemSource(properties, Map.of()), List.of(), rule -> true);
    }
}
