package dev.weir.benchmark.cluster;

import java.lang.management.ManagementFactory;

/** The heap of this JVM. */
final class Heap {

    private static final int ROUNDS = 5;

    private Heap() {}

    /** Bytes in use when all that is garbage is gone. */
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

    @SuppressWarnings("SystemGc") // to look at the heap is what this is for
    private static void collect() {
        System.gc();
    }
}
