package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MonitoringReaderTest {

    private static Monitoring read(String... properties) {
        return MapSource.of(properties).read().monitoring();
    }

    @Test
    void read_nothingSet_watchesNothing() {
        assertThat(read().requests()).isEqualTo(new Monitoring.Requests(false, 2_000, 1_000, List.of()));
        assertThat(read().jsonLog()).isFalse();
        assertThat(read().health())
                .isEqualTo(new Monitoring.Thresholds(500, 100, 5_000, 8_000, 8_000, 60_000, 2_000, 500, 5_000));
    }

    @Test
    void read_adminPath_turnsTheMonitorOn_unlessItIsTurnedOff() {
        assertThat(read("admin.path", "/ops").requests().on()).isTrue();
        assertThat(read("admin.path", "/ops", "monitor", "off").requests().on()).isFalse();
        assertThat(read("monitor", "on").requests().on()).isTrue();
    }

    @Test
    void read_all_isRead() {
        Monitoring read = read(
                "monitor", "on",
                "monitor.slow", "500ms",
                "monitor.slow-query", "2s",
                "monitor.datasource", "java:app/jdbc/orders, jdbc/users",
                "health.endpoint-p99", "3s",
                "health.response-errors", "10",
                "health.response-p99", "7s",
                "log.format", "json");
        assertThat(read.requests())
                .isEqualTo(new Monitoring.Requests(true, 500, 2_000, List.of("java:app/jdbc/orders", "jdbc/users")));
        assertThat(read.health().endpointP99Millis()).isEqualTo(3_000);
        assertThat(read.health().responseErrors()).isEqualTo(1_000);
        assertThat(read.health().responseP99Millis()).isEqualTo(7_000);
        assertThat(read.jsonLog()).isTrue();
    }

    @Test
    void read_wrongValues_areAllTold() {
        assertThat(MapSource.of("monitor", "yes", "monitor.slow", "fast", "log.format", "xml")
                        .problems())
                .satisfiesExactlyInAnyOrder(
                        each -> assertThat(each)
                                .startsWith("ratelimit.monitor: ")
                                .endsWith("was \"yes\""),
                        each -> assertThat(each)
                                .startsWith("ratelimit.monitor.slow: ")
                                .endsWith("was \"fast\""),
                        each -> assertThat(each)
                                .startsWith("ratelimit.log.format: ")
                                .endsWith("was \"xml\""));
    }
}
