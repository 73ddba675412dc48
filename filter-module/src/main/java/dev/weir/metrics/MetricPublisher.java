package dev.weir.metrics;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Shows what is measured in a sink: each policy as soon as it has decided, so that no policy has to be known before.
 * Safe for use by many threads.
 */
public final class MetricPublisher implements AutoCloseable {

    private final Measurements measurements;
    private final MetricSink sink;
    private final List<SeriesSource> others;
    private final Set<String> shown = new HashSet<>();
    private boolean closed;

    /**
     * Shows {@code measurements} from now on.
     *
     * @param expected policies that are shown before they have decided
     * @param others what else is shown
     */
    public MetricPublisher(
            Measurements measurements, Set<String> expected, MetricSink sink, List<SeriesSource> others) {
        this.measurements = measurements;
        this.sink = sink;
        this.others = List.copyOf(others);
        expected.forEach(measurements::expect);
        measurements.ofAll().forEach(sink::add);
        tick();
    }

    /** Called once a second. */
    public synchronized void tick() {
        if (!closed) {
            for (String policy : measurements.policies()) {
                if (shown.add(policy)) {
                    measurements.of(policy).forEach(sink::add);
                }
            }
            others.forEach(each -> each.more().forEach(sink::add));
            sink.tick();
        }
    }

    /** Shows the last values, and then nothing any more. */
    @Override
    public synchronized void close() {
        if (!closed) {
            tick();
            closed = true;
            sink.close();
        }
    }
}
