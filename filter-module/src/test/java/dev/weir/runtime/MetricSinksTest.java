package dev.weir.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.Monitoring;
import dev.weir.metrics.MetricSink;
import dev.weir.metrics.micrometer.MicrometerSink;
import org.junit.jupiter.api.Test;

/**
 * Micrometer and the API of MicroProfile Metrics are on the class path of the tests; a CDI container is not running.
 */
class MetricSinksTest {

    @Test
    void find_auto_takesWhatIsThere() {
        assertThat(MetricSinks.find(Monitoring.Metrics.AUTO)).isInstanceOf(MicrometerSink.class);
        assertThat(MetricSinks.find(Monitoring.Metrics.MICROMETER)).isInstanceOf(MicrometerSink.class);
    }

    @Test
    void find_missingOne_showsNothing() {
        assertThat(MetricSinks.find(Monitoring.Metrics.MICROPROFILE)).isSameAs(MetricSink.NONE);
    }

    @Test
    void find_none_showsNothing() {
        assertThat(MetricSinks.find(Monitoring.Metrics.NONE)).isSameAs(MetricSink.NONE);
    }
}
