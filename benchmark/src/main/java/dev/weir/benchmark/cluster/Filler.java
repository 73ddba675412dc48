package dev.weir.benchmark.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Acquires a permit for each of many keys, three times in a row. */
final class Filler {

    /** The prefix of the keys. */
    static final String PREFIX = "user-";

    /** The number of acquires per key. */
    static final int TIMES = 3;

    private static final int HEADER = 24;
    private static final int ARRAY_HEADER = 16;
    private static final int ALIGNED = 8;

    private Filler() {}

    /**
     * Runs the acquires; returns the nanoseconds that they took and the number of decisions that were made without the
     * cluster.
     */
    static String fill(Subject subject, String prefix, int keys, int threads) throws Exception {
        AtomicInteger next = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        long start = System.nanoTime();
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                parts.add(pool.submit(() -> {
                    for (int key = next.getAndIncrement(); key < keys; key = next.getAndIncrement()) {
                        ask(subject, prefix + key);
                    }
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
            return (System.nanoTime() - start) + " " + subject.alone();
        } finally {
            pool.shutdownNow();
        }
    }

    private static void ask(Subject subject, String key) {
        for (int time = 0; time < TIMES; time++) {
            if (!subject.on(key).getAsBoolean()) {
                throw new IllegalStateException("refused one of the first requests of " + key);
            }
        }
    }

    /** The size of a {@code String} with the text of that key, in bytes, on a JVM with compressed pointers. */
    static int textBytes(int key) {
        int length = (PREFIX + key).length();
        return HEADER + (ARRAY_HEADER + length + ALIGNED - 1) / ALIGNED * ALIGNED;
    }
}
