package dev.weir.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/reference.md} and {@code config/llm-gateway.properties} say what the code does. */
class GatewayReferenceTest {

    private static final Path REFERENCE = Path.of("../docs/reference.md");
    private static final Path SAMPLE = Path.of("../config/llm-gateway.properties");
    private static final Pattern ROW =
            Pattern.compile("^\\| `([^`]+)` \\| (?:`([^`]*)`|none) \\| \\S.*\\|$", Pattern.MULTILINE);
    private static final Pattern COMMENTED = Pattern.compile("^#(ratelimit\\.llm\\.[a-z.-]+)=(.*)$", Pattern.MULTILINE);

    /** The rows of the table that follows a line, as keys and defaults. */
    private static Map<String, String> tableAfter(String line) throws IOException {
        String reference = Files.readString(REFERENCE);
        int start = reference.indexOf('\n' + line + '\n');
        assertThat(start).as(line).isNotNegative();
        int table = reference.indexOf("| --- |", start);
        Map<String, String> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(reference.substring(table, reference.indexOf("\n\n", table) + 1));
        while (row.find()) {
            String value = row.group(2) == null ? "" : row.group(2);
            assertThat(rows.put(row.group(1), value)).as(row.group(1)).isNull();
        }
        return rows;
    }

    @Test
    void reference_tables_areThoseOfTheCode() throws IOException {
        Map<String, String> gateway = new HashMap<>();
        for (GatewayProperty each : GatewayProperty.values()) {
            gateway.put(each.key(), each.defaultValue());
        }
        Map<String, String> model = new HashMap<>();
        for (ModelProperty each : ModelProperty.values()) {
            model.put(each.key(), each.defaultValue());
        }
        assertThat(tableAfter("`ratelimit.llm.` and:")).isEqualTo(gateway);
        assertThat(tableAfter("`ratelimit.llm.model.<id>.` and:")).isEqualTo(model);
    }

    private static Map<String, String> sample() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(SAMPLE)) {
            properties.load(reader);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }

    @Test
    void sample_loaded_hasNoProblem() throws IOException {
        Map<String, String> values = new HashMap<>();
        sample().forEach((name, value) -> {
            if (name.startsWith(GatewayProperty.PREFIX)) {
                values.put(name.substring(GatewayProperty.PREFIX.length()), value);
            }
        });
        List<String> problems = new ArrayList<>();
        GatewaySettings settings = GatewaySettingsReader.read(
                values,
                Set.of(sample().getOrDefault("ratelimit.policies", "").split(",")),
                (property, rule, value) -> problems.add(property + ": " + rule));
        assertThat(problems).isEmpty();
        assertThat(settings.named("llama").orElseThrow().upstreamName()).isEqualTo("meta-llama/Llama-3.2-1B-Instruct");
    }

    /** A property is set, or stands there as a comment; with its default, where it has one that fits. */
    @Test
    void sample_properties_areAllOfThem() throws IOException {
        Set<String> names = new TreeSet<>(sample().keySet());
        names.removeIf(name -> !name.startsWith(GatewayProperty.PREFIX));
        Map<String, String> commented = COMMENTED
                .matcher(Files.readString(SAMPLE))
                .results()
                .collect(Collectors.toMap(found -> found.group(1), (MatchResult found) -> found.group(2)));
        names.addAll(commented.keySet());
        Map<String, String> all = new HashMap<>();
        for (GatewayProperty each : GatewayProperty.values()) {
            all.put(GatewayProperty.PREFIX + each.key(), each.defaultValue());
        }
        for (ModelProperty each : ModelProperty.values()) {
            all.put(GatewayProperty.PREFIX + each.of("llama"), each.defaultValue());
        }
        assertThat(names).isEqualTo(all.keySet());
        commented.forEach((name, value) -> {
            String expected = all.getOrDefault(name, "");
            // none is what holds, and not what a reader learns from
            if (!expected.isEmpty() && !name.endsWith(".file") && !name.endsWith(".keys") && !name.endsWith(".jwks")) {
                assertThat(value).as(name).isEqualTo(expected);
            }
        });
    }
}
