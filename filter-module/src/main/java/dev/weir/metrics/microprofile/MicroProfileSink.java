package dev.weir.metrics.microprofile;

import dev.weir.metrics.Metric;
import dev.weir.metrics.MetricSink;
import dev.weir.metrics.Series;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricID;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;

/**
 * Shows metrics in the registry of the application. A counter of MicroProfile Metrics can only be incremented, so it
 * gets once a second what ours has grown by. Timers and histograms are not used: on Payara they show a sample of a
 * thousand values that decays, in nanoseconds. For use by one thread after the other.
 */
public final class MicroProfileSink implements MetricSink {

    private static final System.Logger LOG = System.getLogger(MicroProfileSink.class.getName());

    private final MetricRegistry registry;
    private final List<Pushed> counters = new ArrayList<>();
    private final List<MetricID> added = new ArrayList<>();

    MicroProfileSink(MetricRegistry registry) {
        this.registry = registry;
    }

    /** The sink of the application that this thread works for; empty if its CDI container has no registry. */
    public static Optional<MetricSink> find() {
        try {
            Instance<ApplicationRegistry> bean = CDI.current().select(ApplicationRegistry.class);
            return bean.isResolvable() ? bean.get().get().map(MicroProfileSink::new) : Optional.empty();
        } catch (RuntimeException e) {
            // no CDI, or a registry that is not there yet
            LOG.log(System.Logger.Level.DEBUG, "no registry of MicroProfile Metrics", e);
            return Optional.empty();
        }
    }

    /** A counter, and how much of ours it has got so far. */
    private static final class Pushed {

        private final Series series;
        private final Counter counter;
        private long pushed;

        Pushed(Series series, Counter counter) {
            this.series = series;
            this.counter = counter;
        }

        void push() {
            long now = (long) series.value().getAsDouble();
            if (now > pushed) {
                counter.inc(now - pushed);
                pushed = now;
            }
        }
    }

    @Override
    public void add(Series series) {
        Metadata metadata = Metadata.builder()
                .withName(series.metric().text())
                .withDescription(series.metric().help())
                .withUnit(MetricUnits.NONE)
                .build();
        Tag[] tags = series.labels().entrySet().stream()
                .map(each -> new Tag(each.getKey(), each.getValue()))
                .toArray(Tag[]::new);
        if (series.metric().kind() == Metric.Kind.COUNTER) {
            counters.add(new Pushed(series, registry.counter(metadata, tags)));
        } else {
            Supplier<Double> value = () -> series.value().getAsDouble();
            var unused = registry.gauge(metadata, value, tags);
        }
        added.add(new MetricID(series.metric().text(), tags));
    }

    @Override
    public void tick() {
        counters.forEach(Pushed::push);
    }

    @Override
    public void close() {
        tick();
        added.forEach(registry::remove);
    }
}
