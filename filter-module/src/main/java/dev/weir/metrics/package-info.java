/**
 * What is measured: {@link dev.weir.metrics.Measurements} counts decisions and their time in memory,
 * {@link dev.weir.metrics.Metric} says under what name each of it is shown, and a {@link dev.weir.metrics.MetricSink}
 * shows it.
 */
@NullMarked
package dev.weir.metrics;

import org.jspecify.annotations.NullMarked;
