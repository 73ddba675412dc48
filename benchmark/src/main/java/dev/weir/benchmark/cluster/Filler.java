package dev.weir.benchmark.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks for each of many keys, three times in a row. */
final class Filler {

    /** What the keys begin with. */
    static final String PREFIX = "user-";

    /** How often each key is asked for. */
    static final int TIMES = 3;

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

    /** Bytes of a {@code String} with the text of that key, on a JVM with compressed pointers. */
    static int textBytes(int key) {
        int length = (PREFIX + key).length();
        return HEADER + (ARRAY_HEADER + length + ALIGNED - 1) / ALIGNED * ALIGNED;
    }
}
