package dev.weir.metrics.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.metrics.MeasurementsFixture;
import dev.weir.metrics.MetricPublisher;
import dev.weir.metrics.MetricSink;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MicrometerSinkTest {

    private final MeasurementsFixture fixture = new MeasurementsFixture();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private MetricPublisher publish(MetricSink sink) {
        return new MetricPublisher(fixture.measurements, Set.of("api"), sink, List.of());
    }

    @Test
    void meters_whenRead_haveThePresentValues() {
        MetricPublisher publisher = publish(new MicrometerSink(registry));
        fixture.decide(5, 2);
        assertThat(registry.get("ratelimit_requests_total")
                        .tags("policy", "api", "outcome", "allowed")
                        .functionCounter()
                        .count())
                .isEqualTo(5);
        assertThat(registry.get("ratelimit_mode").tag("mode", "cluster").gauge().value())
                .isEqualTo(1);
        assertThat(registry.get("ratelimit_members").gauge().getId().getDescription())
                .isEqualTo("members of the cluster");
        publisher.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void find_withoutCdi_usesTheGlobalRegistry() {
        Metrics.addRegistry(registry);
        MetricPublisher publisher = publish(MicrometerSink.find());
        try {
            assertThat(registry.find("ratelimit_members").gauge()).isNotNull();
        } finally {
            publisher.close();
            Metrics.removeRegistry(registry);
        }
        assertThat(Metrics.globalRegistry.getMeters()).isEmpty();
    }
}
