package dev.weir.outbound.settings;

import static dev.weir.outbound.settings.StatisticsProperty.*;

import dev.weir.outbound.statistics.file.StatisticsFormat;
import dev.weir.outbound.statistics.file.StatisticsSettings;
import dev.weir.spi.ValueReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the properties {@code ratelimit.throttle.*}. For one use by one thread. */
public final class OutboundSettingsReader {

    /** What statistics are called where policies have their names. */
    private static final String STATISTICS = "statistics";

    private static final String UNKNOWN = "unknown property";
    private static final long LEAST_FILE = 1 << 10;
    private static final long LARGEST_FILE = 1L << 40;
    private static final int MOST_FILES = 10_000;

    private final Map<String, Map<String, String>> sections = new TreeMap<>();
    private final ProblemSink problems;

    private OutboundSettingsReader(Map<String, String> properties, ProblemSink problems) {
        this.problems = problems;
        properties.forEach(this::sort);
    }

    private void sort(String name, String value) {
        int dot = name.indexOf('.');
        if (dot <= 0 || dot == name.length() - 1) {
            problems.add(ThrottleProperty.PREFIX + name, UNKNOWN, value);
        } else {
            sections.computeIfAbsent(name.substring(0, dot), key -> new TreeMap<>())
                    .put(name.substring(dot + 1), value);
        }
    }

    /**
     * Reads the properties of all policies, and of the statistics. Does not stop at a problem: what is wrong has its
     * default.
     *
     * @param properties by names below {@link ThrottleProperty#PREFIX}, for example {@code kis.safety}
     * @param policies the names of the policies whose calls are throttled
     * @param problems is told of everything that is wrong
     */
    public static OutboundSettings read(Map<String, String> properties, Set<String> policies, ProblemSink problems) {
        return new OutboundSettingsReader(properties, problems).read(policies);
    }

    private OutboundSettings read(Set<String> policies) {
        Map<String, ThrottleSettings> throttles = new TreeMap<>();
        for (String policy : policies) {
            if (policy.equals(STATISTICS)) {
                problems.add(
                        ThrottleProperty.PREFIX + policy,
                        "a policy of calls that go out must have another name",
                        policy);
            } else {
                Section section = section(policy, ThrottleProperty.keys());
                throttles.put(policy, new ThrottleSettingsReader(section).read(policy));
            }
        }
        Optional<StatisticsSettings> statistics = statistics(section(STATISTICS, StatisticsProperty.keys()));
        sections.forEach((policy, values) -> values.forEach((key, value) -> problems.add(
                ThrottleProperty.PREFIX + policy + '.' + key, "there is no policy \"" + policy + '"', value)));
        return new OutboundSettings(throttles, statistics);
    }

    /** Takes the properties of one section out of those that have not been read. */
    private Section section(String name, Set<String> known) {
        Map<String, String> found = sections.remove(name);
        Map<String, String> values = found == null ? Map.of() : found;
        Section section = new Section(ThrottleProperty.PREFIX + name + '.', values, problems);
        values.keySet().stream().filter(key -> !known.contains(key)).forEach(key -> section.problem(key, UNKNOWN));
        return section;
    }

    /** All of them are checked, also where nothing is written. */
    private static Optional<StatisticsSettings> statistics(Section section) {
        StatisticsFormat format = section.value(FORMAT, text -> ValueReader.choice(StatisticsFormat.class, text));
        boolean gzip = section.value(GZIP, ValueReader::flag);
        Duration interval =
                section.value(INTERVAL, text -> ValueReader.duration(text, Duration.ofSeconds(1), Duration.ofHours(1)));
        long rotateBytes = section.value(ROTATE_SIZE, text -> ValueReader.size(text, LEAST_FILE, LARGEST_FILE));
        Duration rotateEvery = section.value(
                ROTATE_EVERY, text -> ValueReader.duration(text, Duration.ofMinutes(1), Duration.ofDays(366)));
        int keep = section.value(KEEP, text -> ValueReader.number(text, 0, MOST_FILES));
        return section.value(FILE, OutboundSettingsReader::file)
                .map(file -> new StatisticsSettings(file, format, gzip, interval, rotateBytes, rotateEvery, keep));
    }

    private static Optional<String> file(String text) {
        if (text.equals("none")) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(text);
            if (!text.isBlank() && path.getFileName() != null) {
                return Optional.of(text);
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("must be the path of a file", e);
        }
        throw new IllegalArgumentException("must be the path of a file");
    }
}
