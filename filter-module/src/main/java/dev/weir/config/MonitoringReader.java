package dev.weir.config;

import dev.weir.text.DurationReader;
import dev.weir.text.Values;
import java.util.List;
import java.util.function.Function;

/** Reads how the application is watched. For one use by one thread. */
final class MonitoringReader {

    private enum Switch {
        ON,
        OFF
    }

    private enum LogFormat {
        TEXT,
        JSON
    }

    private final CheckedSource source;
    private final Problems problems;

    MonitoringReader(CheckedSource source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    Monitoring read() {
        return new Monitoring(
                value(Property.METRICS, choice(Monitoring.Metrics.class), Monitoring.Metrics.AUTO),
                value(Property.NEAR, Values::percentage, 0),
                thresholds(),
                requests(),
                value(Property.LOG_FORMAT, choice(LogFormat.class), LogFormat.TEXT) == LogFormat.JSON);
    }

    private Monitoring.Thresholds thresholds() {
        return new Monitoring.Thresholds(
                value(Property.HEALTH_STORE_ERRORS, Values::percentage, 0),
                value(Property.HEALTH_DECISION_P99, MonitoringReader::millis, 0L),
                value(Property.HEALTH_REFUSED, Values::percentage, 0),
                value(Property.HEALTH_KEYS, Values::percentage, 0),
                value(Property.HEALTH_HEAP, Values::percentage, 0),
                value(Property.HEALTH_PERSISTENCE_LAG, MonitoringReader::millis, 0L),
                value(Property.HEALTH_ENDPOINT_P99, MonitoringReader::millis, 0L),
                value(Property.HEALTH_RESPONSE_ERRORS, Values::percentage, 0),
                value(Property.HEALTH_RESPONSE_P99, MonitoringReader::millis, 0L));
    }

    private Monitoring.Requests requests() {
        // where that is set, operators look at what the monitor shows
        String otherwise = source.get(Property.ADMIN_PATH.fullName()).isPresent() ? "on" : "off";
        return new Monitoring.Requests(
                value(Property.MONITOR, otherwise, choice(Switch.class), Switch.OFF) == Switch.ON,
                value(Property.MONITOR_SLOW, MonitoringReader::millis, 0L),
                value(Property.MONITOR_SLOW_QUERY, MonitoringReader::millis, 0L),
                value(Property.MONITOR_DATASOURCE, MonitoringReader::names, List.of()));
    }

    private static List<String> names(String text) {
        return text.isEmpty() ? List.of() : Values.list(text);
    }

    private static long millis(String text) {
        return DurationReader.readMillis(text, "duration");
    }

    private static <E extends Enum<E>> Function<String, E> choice(Class<E> type) {
        return text -> Values.choice(type, text);
    }

    private <T> T value(Property property, Function<String, T> reader, T fallback) {
        return value(property, property.defaultValue(), reader, fallback);
    }

    private <T> T value(Property property, String otherwise, Function<String, T> reader, T fallback) {
        String text = source.get(property.fullName()).orElse(otherwise);
        return problems.read(property.fullName(), text, reader).orElse(fallback);
    }
}
