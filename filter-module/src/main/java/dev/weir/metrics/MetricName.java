package dev.weir.metrics;

import java.util.List;

/** What a metric is called and what it says. */
public interface MetricName {

    /** The name, as Prometheus shows it. */
    String text();

    /** Whether it only grows. */
    Metric.Kind kind();

    /** What it says, in one line. */
    String help();

    /** The names of its labels. */
    List<String> labels();
}
