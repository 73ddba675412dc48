package dev.weir.benchmark.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks once for each of many keys. */
final class Filler {

    /** What the keys begin with. */
    static final String PREFIX = "user-";

    private static final int HEADER = 24;
    private static final int ARRAY_HEADER = 16;
    private static final int ALIGNED = 8;

    private Filler() {}

    /** Asks, and says how many nanoseconds it took and how many decisions the cluster had no part in. */
    static String fill(Subject subject, String prefix, int keys, int threads) throws Exception {
        AtomicInteger next = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        long start = System.nanoTime();
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                parts.add(pool.submit(() -> {
                    for (int key = next.getAndIncrement(); key < keys; key = next.getAndIncrement()) {
                        if (!subject.on(prefix + key).getAsBoolean()) {
                            throw new IllegalStateException("refused the first request of " + prefix + key);
                        }
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

    /** Bytes of a {@code String} with the text of that key, on a JVM with compressed pointers. */
    static int textBytes(int key) {
        int length = (PREFIX + key).length();
        return HEADER + (ARRAY_HEADER + length + ALIGNED - 1) / ALIGNED * ALIGNED;
    }
}
