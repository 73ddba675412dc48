package dev.weir.metrics;

import dev.weir.spi.ModuleMetric;
import java.util.List;

/** What a module shows, as a series. */
public final class ModuleSeries {

    private ModuleSeries() {}

    private record Name(String text, Metric.Kind kind, String help, List<String> labels) implements MetricName {}

    /** The series of {@code metric}. */
    public static Series of(ModuleMetric metric) {
        Metric.Kind kind = metric.counter() ? Metric.Kind.COUNTER : Metric.Kind.GAUGE;
        Name name = new Name(
                metric.name(), kind, metric.help(), List.copyOf(metric.labels().keySet()));
        return new Series(name, metric.labels(), metric.value());
    }
}
