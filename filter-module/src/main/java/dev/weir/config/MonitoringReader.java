package dev.weir.config;

import static dev.weir.config.PropertyValues.choice;

import dev.weir.text.Values;
import java.util.List;

/**
 * Reads how the application is watched. For one use by one thread.
 *
 * @param properties those of the application
 */
record MonitoringReader(PropertyValues properties) {

    private enum Switch {
        ON,
        OFF
    }

    private enum LogFormat {
        TEXT,
        JSON
    }

    Monitoring read() {
        return new Monitoring(
                properties.value(Property.METRICS, choice(Monitoring.Metrics.class), Monitoring.Metrics.AUTO),
                properties.value(Property.NEAR, Values::percentage, 0),
                thresholds(),
                requests(),
                properties.value(Property.LOG_FORMAT, choice(LogFormat.class), LogFormat.TEXT) == LogFormat.JSON);
    }

    private Monitoring.Thresholds thresholds() {
        return new Monitoring.Thresholds(
                properties.value(Property.HEALTH_STORE_ERRORS, Values::percentage, 0),
                properties.value(Property.HEALTH_DECISION_P99, PropertyValues::millis, 0L),
                properties.value(Property.HEALTH_REFUSED, Values::percentage, 0),
                properties.value(Property.HEALTH_KEYS, Values::percentage, 0),
                properties.value(Property.HEALTH_HEAP, Values::percentage, 0),
                properties.value(Property.HEALTH_PERSISTENCE_LAG, PropertyValues::millis, 0L),
                properties.value(Property.HEALTH_ENDPOINT_P99, PropertyValues::millis, 0L),
                properties.value(Property.HEALTH_RESPONSE_ERRORS, Values::percentage, 0),
                properties.value(Property.HEALTH_RESPONSE_P99, PropertyValues::millis, 0L));
    }

    private Monitoring.Requests requests() {
        // where that is set, operators look at what the monitor shows
        String otherwise = properties.text(Property.ADMIN_PATH).isPresent() ? "on" : "off";
        return new Monitoring.Requests(
                properties.value(Property.MONITOR, otherwise, choice(Switch.class), Switch.OFF) == Switch.ON,
                properties.value(Property.MONITOR_SLOW, PropertyValues::millis, 0L),
                properties.value(Property.MONITOR_SLOW_QUERY, PropertyValues::millis, 0L),
                properties.value(Property.MONITOR_DATASOURCE, MonitoringReader::names, List.of()));
    }

    private static List<String> names(String text) {
        return text.isEmpty() ? List.of() : Values.list(text);
    }
}
