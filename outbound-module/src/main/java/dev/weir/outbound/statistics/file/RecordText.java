package dev.weir.outbound.statistics.file;

import dev.weir.outbound.statistics.Counter;
import dev.weir.outbound.statistics.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes records as lines of text; both formats have the same fields in the same order. */
final class RecordText {

    /** What every object begins with. */
    static final String JSON_BEGIN = "{\"from\":\"";

    private static final int FIXED_COLUMNS = 5;
    private static final double MICROS = 1_000;
    private static final StatisticsRecord EMPTY =
            new StatisticsRecord(Instant.EPOCH, Instant.EPOCH, "", "", Totals.NONE, 0);

    private RecordText() {}

    private static Map<String, Object> fields(StatisticsRecord record) {
        Totals counted = record.counted();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("from", record.from().toString());
        fields.put("to", record.to().toString());
        fields.put("instance", record.instance());
        fields.put("policy", record.policy());
        fields.put("calls", counted.sent());
        for (Counter counter : Counter.values()) {
            fields.put(counter.field(), counted.of(counter));
        }
        fields.put("errors", counted.errors());
        fields.put("failures", counted.failures());
        fields.put("queued", record.queued());
        fields.put("waitP50Millis", millis(counted.waits().percentile(50)));
        fields.put("waitP99Millis", millis(counted.waits().percentile(99)));
        fields.put("callP50Millis", millis(counted.calls().percentile(50)));
        fields.put("callP99Millis", millis(counted.calls().percentile(99)));
        fields.put("firstSecond", counted.perSecond().first().toString());
        fields.put("perSecond", counted.perSecond().counts());
        return fields;
    }

    private static double millis(Duration time) {
        return time.toNanos() / MICROS / MICROS;
    }

    /** An object without line separators. */
    static String json(StatisticsRecord record) {
        return object(fields(record));
    }

    private static String object(Map<?, ?> fields) {
        return fields.entrySet().stream()
                .map(field -> quoted(String.valueOf(field.getKey())) + ':' + value(field.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(Object value) {
        if (value instanceof Map<?, ?> fields) {
            return object(fields);
        }
        if (value instanceof List<?> values) {
            return values.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
        }
        return value instanceof String text ? quoted(text) : String.valueOf(value);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20 || c > 0x7e) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** The names of the columns. */
    static String heading() {
        return String.join(",", fields(EMPTY).keySet());
    }

    /** The first names of the columns: those that no version changes. */
    static String firstColumns() {
        return fields(EMPTY).keySet().stream().limit(FIXED_COLUMNS).collect(Collectors.joining(",", "", ","));
    }

    /** A line without its separator. Lists and maps are texts with spaces: {@code 20 19 20}, {@code io=2}. */
    static String csv(StatisticsRecord record) {
        return fields(record).values().stream().map(RecordText::cell).collect(Collectors.joining(","));
    }

    private static String cell(Object value) {
        if (value instanceof Map<?, ?> fields) {
            return cell(joined(fields.entrySet(), field -> field.getKey() + "=" + field.getValue()));
        }
        if (value instanceof List<?> values) {
            return cell(joined(values, String::valueOf));
        }
        return value instanceof String text ? safe(text) : String.valueOf(value);
    }

    private static <T> String joined(Iterable<T> values, Function<T, String> text) {
        StringBuilder joined = new StringBuilder();
        for (T value : values) {
            joined.append(joined.isEmpty() ? "" : " ").append(text.apply(value));
        }
        return joined.toString();
    }

    /**
     * Quoted where it has to be. What a spreadsheet would take for a formula begins with an apostrophe, as OWASP
     * advises; what would end the line is a space.
     */
    private static String safe(String text) {
        String line = text.replaceAll("\\p{Cntrl}|[\\x{85}\\x{2028}\\x{2029}]", " ");
        // a tabulator or a line break at the begin is a formula to some, and a space by now
        boolean formula = !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0;
        if (!formula && line.chars().noneMatch(c -> c == ',' || c == '"')) {
            return line;
        }
        return '"' + (formula ? "'" : "") + line.replace("\"", "\"\"") + '"';
    }
}
