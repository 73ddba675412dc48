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
 * @param nanos the duration
 * @param latencies nanoseconds of a sample of the operations
 */
record Measured(long operations, long admitted, long alone, long nanos, Histogram latencies) {

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final int DIGITS = 3;

    /** Creates a histogram of latencies. */
    static Histogram histogram() {
        return new Histogram(LONGEST_NANOS, DIGITS);
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
                operations + other.operations, admitted + other.admitted, alone + other.alone, nanosTogether, both);
    }

    /** The text that {@link #decode} reads. */
    String encode() {
        ByteBuffer buffer = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        int length = latencies.encodeIntoCompressedByteBuffer(buffer);
        String histogram = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
        return operations + " " + admitted + ' ' + alone + ' ' + nanos + ' ' + histogram;
    }

    static Measured decode(String text) {
        String[] parts = text.split(" ", -1);
        try {
            return new Measured(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]),
                    Histogram.decodeFromCompressedByteBuffer(
                            ByteBuffer.wrap(Base64.getDecoder().decode(parts[4])), LONGEST_NANOS));
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("no histogram, was \"" + text + '"', e);
        }
    }
}
