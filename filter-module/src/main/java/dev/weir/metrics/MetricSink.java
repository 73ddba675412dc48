package dev.weir.metrics;

/** Where metrics are shown. For use by one thread after the other. */
public interface MetricSink extends AutoCloseable {

    /** Shows nothing. */
    MetricSink NONE = new MetricSink() {
        @Override
        public void add(Series series) {
            // is not shown
        }

        @Override
        public void tick() {
            // there is nothing to show
        }

        @Override
        public void close() {
            // nothing was shown
        }
    };

    /** Shows {@code series} from now on. */
    void add(Series series);

    /** Called once a second: takes over values that are not read when they are asked for. */
    void tick();

    /** Takes over the last values, and removes everything that was added. */
    @Override
    void close();
}
