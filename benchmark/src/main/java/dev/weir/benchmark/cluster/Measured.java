package dev.weir.benchmark.cluster;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * The results of a load. Not to be modified.
 *
 * @param operations permits requested
 * @param admitted permits granted
 * @param alone decisions that were made without the cluster
 * @param waited decisions that waited for an answer of the cluster
 * @param nanos the duration
 * @param latencies nanoseconds of a sample of the operations
 */
record Measured(long operations, long admitted, long alone, long waited, long nanos, Histogram latencies) {

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final int DIGITS = 3;

    /** The result of one thread. */
    static Measured ofThread(long operations, long admitted, Histogram latencies) {
        return new Measured(operations, admitted, 0, 0, 0, latencies);
    }

    /** The sum of nothing. */
    static Measured none(long nanos) {
        return new Measured(0, 0, 0, 0, nanos, histogram());
    }

    /** Creates a histogram of latencies. */
    static Histogram histogram() {
        return new Histogram(LONGEST_NANOS, DIGITS);
    }

    /** Returns this result with the subject's own counts, which it has for all threads together. */
    Measured of(Subject subject) {
        return new Measured(operations, admitted, subject.alone(), subject.waited(operations), nanos, latencies);
    }

    double operationsPerSecond() {
        return operations * 1e9 / nanos;
    }

    double micros(double percentage) {
        return latencies.getValueAtPercentile(percentage) / 1e3;
    }

    /** Returns the sum of this result and {@code next}, which was measured after it. */
    Measured then(Measured next) {
        return plus(next, nanos + next.nanos);
    }

    /** Returns the sum of this result and {@code other}, which was measured at the same time. */
    Measured beside(Measured other) {
        return plus(other, Math.max(nanos, other.nanos));
    }

    private Measured plus(Measured other, long nanosTogether) {
        Histogram both = latencies.copy();
        both.add(other.latencies);
        return new Measured(
                operations + other.operations,
                admitted + other.admitted,
                alone + other.alone,
                waited + other.waited,
                nanosTogether,
                both);
    }

    /** The text that {@link #decode} reads. */
    String encode() {
        ByteBuffer buffer = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        int length = latencies.encodeIntoCompressedByteBuffer(buffer);
        String histogram = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
        return operations + " " + admitted + ' ' + alone + ' ' + waited + ' ' + nanos + ' ' + histogram;
    }

    static Measured decode(String text) {
        String[] parts = text.split(" ", -1);
        try {
            return new Measured(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]),
                    Long.parseLong(parts[4]),
                    Histogram.decodeFromCompressedByteBuffer(
                            ByteBuffer.wrap(Base64.getDecoder().decode(parts[5])), LONGEST_NANOS));
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("no histogram, was \"" + text + '"', e);
        }
    }
}
