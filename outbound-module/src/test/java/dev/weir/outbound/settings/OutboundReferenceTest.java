package dev.weir.outbound.settings;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/reference.md} and {@code config/outbound.properties} say what the code does. */
class OutboundReferenceTest {

    private static final Path REFERENCE = Path.of("../docs/reference.md");
    private static final Path SAMPLE = Path.of("../config/outbound.properties");
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| `([^`]*)` \\| \\S.*\\|$", Pattern.MULTILINE);
    private static final Pattern COMMENTED =
            Pattern.compile("^#ratelimit\\.throttle\\.kis\\.([a-z.-]+)=(.*)$", Pattern.MULTILINE);

    /** The rows of the table that follows a line, as keys and defaults. */
    private static Map<String, String> tableAfter(String line) throws IOException {
        String reference = Files.readString(REFERENCE);
        int start = reference.indexOf('\n' + line + '\n');
        assertThat(start).as(line).isNotNegative();
        int table = reference.indexOf("| --- |", start);
        Map<String, String> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(reference.substring(table, reference.indexOf("\n\n", table) + 1));
        while (row.find()) {
            assertThat(rows.put(row.group(1), row.group(2))).as(row.group(1)).isNull();
        }
        return rows;
    }

    private static Map<String, String> throttleProperties() {
        Map<String, String> expected = new HashMap<>();
        for (ThrottleProperty each : ThrottleProperty.values()) {
            expected.put(each.key(), each.defaultValue());
        }
        return expected;
    }

    @Test
    void reference_tableOfAPolicy_isThatOfTheCode() throws IOException {
        assertThat(tableAfter("`ratelimit.throttle.<policy>.` and:")).isEqualTo(throttleProperties());
    }

    @Test
    void reference_tableOfStatistics_isThatOfTheCode() throws IOException {
        Map<String, String> expected = new HashMap<>();
        for (StatisticsProperty each : StatisticsProperty.values()) {
            expected.put(each.key(), each.defaultValue());
        }
        assertThat(tableAfter("`ratelimit.throttle.statistics.` and:")).isEqualTo(expected);
    }

    private static Properties sample() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(SAMPLE)) {
            properties.load(reader);
        }
        return properties;
    }

    @Test
    void sample_loaded_hasNoProblem() throws IOException {
        Map<String, String> values = new HashMap<>();
        Properties sample = sample();
        sample.stringPropertyNames().stream()
                .filter(name -> name.startsWith(ThrottleProperty.PREFIX))
                .forEach(
                        name -> values.put(name.substring(ThrottleProperty.PREFIX.length()), sample.getProperty(name)));
        assertThat(values).containsKey("kis.limited-when");
        List<String> problems = new ArrayList<>();
        OutboundSettings settings = OutboundSettingsReader.read(
                values, Set.of("kis"), (property, rule, value) -> problems.add(property + ": " + rule));
        assertThat(problems).isEmpty();
        assertThat(settings.throttles().get("kis").limitedWhen().readsBodies()).isTrue();
        assertThat(settings.statistics()).isPresent();
    }

    /** A property is set, or stands there as a comment with its default. */
    @Test
    void sample_properties_areAllOfThem() throws IOException {
        Map<String, String> commented = new HashMap<>();
        Matcher line = COMMENTED.matcher(Files.readString(SAMPLE));
        while (line.find()) {
            commented.put(line.group(1), line.group(2));
        }
        Properties sample = sample();
        Map<String, String> missing = throttleProperties();
        missing.keySet().removeIf(key -> sample.containsKey(ThrottleProperty.PREFIX + "kis." + key));
        assertThat(commented).isEqualTo(missing);
    }
}
