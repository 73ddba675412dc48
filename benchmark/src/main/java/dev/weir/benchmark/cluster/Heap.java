package dev.weir.benchmark.cluster;

import java.lang.management.ManagementFactory;

/** The heap of this JVM. */
final class Heap {

    private static final int ROUNDS = 5;

    private Heap() {}

    /** Bytes in use after a garbage collection. */
    static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            collect();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    @SuppressWarnings("SystemGc") // measuring the heap requires a collection
    private static void collect() {
        System.gc();
    }
}
