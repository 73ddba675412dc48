package dev.weir.metrics.micrometer;

import dev.weir.metrics.Metric;
import dev.weir.metrics.MetricSink;
import dev.weir.metrics.Series;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tag;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows metrics in a registry of Micrometer, which reads each value when it is asked for it. For use by one thread
 * after the other.
 */
public final class MicrometerSink implements MetricSink {

    private static final System.Logger LOG = System.getLogger(MicrometerSink.class.getName());

    private final MeterRegistry registry;
    private final List<Meter> added = new ArrayList<>();
    /** A function counter holds what it counts by a weak reference. */
    private final List<Series> held = new ArrayList<>();

    MicrometerSink(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The sink of the application's {@code MeterRegistry} bean, or else of {@link Metrics#globalRegistry}. */
    public static MetricSink find() {
        try {
            Instance<MeterRegistry> bean = CDI.current().select(MeterRegistry.class);
            return new MicrometerSink(bean.isResolvable() ? bean.get() : Metrics.globalRegistry);
        } catch (RuntimeException | LinkageError e) {
            LOG.log(System.Logger.Level.DEBUG, "no CDI: the global registry of Micrometer is used", e);
            return new MicrometerSink(Metrics.globalRegistry);
        }
    }

    @Override
    public void add(Series series) {
        held.add(series);
        List<Tag> tags = series.labels().entrySet().stream()
                .map(each -> Tag.of(each.getKey(), each.getValue()))
                .toList();
        String name = series.metric().text();
        String help = series.metric().help();
        if (series.metric().kind() == Metric.Kind.COUNTER) {
            added.add(FunctionCounter.builder(name, series, each -> each.value().getAsDouble())
                    .description(help)
                    .tags(tags)
                    .register(registry));
        } else {
            added.add(Gauge.builder(name, series, each -> each.value().getAsDouble())
                    .description(help)
                    .tags(tags)
                    .strongReference(true)
                    .register(registry));
        }
    }

    @Override
    public void tick() {
        // values are read when they are asked for
    }

    @Override
    public void close() {
        for (Meter each : added) {
            var unused = registry.remove(each);
            each.close();
        }
        held.clear();
    }
}
