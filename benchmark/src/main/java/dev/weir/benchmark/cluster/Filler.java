package dev.weir.benchmark.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/**
 * Threads that go through many keys, each key once, as fast as they can.
 *
 * @param prefix the keys are this text and a number
 */
record Filler(Subject subject, String prefix, int keys, int threads) {

    /** The prefix of the keys of B6. */
    static final String PREFIX = "user-";

    /** The number of acquires per key in B6. */
    static final int TIMES = 3;

    private static final int HEADER = 24;
    private static final int ARRAY_HEADER = 16;
    private static final int ALIGNED = 8;

    /** What to do with one key; returns whether it was admitted. */
    private interface Step {
        boolean take(String key);
    }

    /**
     * Acquires a permit for each key, {@code times} in a row; returns the nanoseconds that they took and the number of
     * decisions that were made without the cluster.
     */
    String fill(int times) throws Exception {
        Measured measured = run(key -> fillOne(key, times));
        return measured.nanos() + " " + measured.alone();
    }

    /** Acquires a permit for each key, and measures every one. */
    Measured ask() throws Exception {
        return run(key -> subject.on(key).getAsBoolean());
    }

    /**
     * Takes all permits of each key, and asks once more, so that this member knows; returns how many were still
     * admitted.
     */
    String spend() throws Exception {
        Measured measured = run(key -> {
            subject.spend(key);
            return subject.on(key).getAsBoolean();
        });
        return String.valueOf(measured.admitted());
    }

    private boolean fillOne(String key, int times) {
        for (int time = 0; time < times; time++) {
            if (!subject.on(key).getAsBoolean()) {
                throw new IllegalStateException("refused one of the first requests of " + key);
            }
        }
        return true;
    }

    private Measured run(Step step) throws Exception {
        AtomicInteger next = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        long start = System.nanoTime();
        try {
            List<Future<Measured>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                parts.add(pool.submit(() -> take(step, next)));
            }
            Measured sum = Measured.none(0);
            for (Future<Measured> part : parts) {
                sum = sum.beside(part.get());
            }
            return sum.beside(Measured.none(System.nanoTime() - start)).of(subject);
        } finally {
            pool.shutdownNow();
        }
    }

    private Measured take(Step step, AtomicInteger next) {
        Histogram latencies = Measured.histogram();
        long operations = 0;
        long admitted = 0;
        for (int key = next.getAndIncrement(); key < keys; key = next.getAndIncrement()) {
            long begin = System.nanoTime();
            if (step.take(prefix + key)) {
                admitted++;
            }
            operations++;
            latencies.recordValue(Math.min(System.nanoTime() - begin, latencies.getHighestTrackableValue()));
        }
        return Measured.ofThread(operations, admitted, latencies);
    }

    /** The size of a {@code String} with the text of that key, in bytes, on a JVM with compressed pointers. */
    static int textBytes(int key) {
        int length = (PREFIX + key).length();
        return HEADER + (ARRAY_HEADER + length + ALIGNED - 1) / ALIGNED * ALIGNED;
    }
}
