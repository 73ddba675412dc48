package dev.weir.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * One value of a metric: that with these labels. Immutable.
 *
 * @param labels values by the names that the metric has, in their order
 * @param value the present value, from memory; a whole number if the metric is a counter
 */
public record Series(MetricName metric, Map<String, String> labels, DoubleSupplier value) {

    /** The value of {@code metric} with these labels, in the order of {@link Metric#labels()}. */
    public static Series of(Metric metric, DoubleSupplier value, String... labels) {
        List<String> names = metric.labels();
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < labels.length; i++) {
            named.put(names.get(i), labels[i]);
        }
        return new Series(metric, named, value);
    }
}
