package dev.weir.benchmark.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * Threads that call a subject as fast as they can.
 *
 * @param subject the subject to call
 * @param key the only key, or the prefix of the new ones
 * @param fresh whether each operation has a key that was not used before
 */
record Load(Subject subject, String key, boolean fresh) {

    /** One in this number of operations is timed, so that reading the clock has little influence. */
    private static final int SAMPLE = 16;

    Measured run(int threads, long millis) throws Exception {
        Deadline deadline = new Deadline();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Measured>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                String ofThread = key + '-' + i + '-';
                parts.add(pool.submit(() -> ask(ofThread, deadline)));
            }
            long nanos = deadline.pass(millis);
            Measured sum = Measured.none(nanos);
            for (Future<Measured> part : parts) {
                sum = sum.beside(part.get());
            }
            return sum.of(subject);
        } finally {
            deadline.over = true;
            pool.shutdownNow();
        }
    }

    private Measured ask(String ofThread, Deadline deadline) throws InterruptedException {
        Histogram latencies = Measured.histogram();
        BooleanSupplier one = subject.on(key);
        long operations = 0;
        long admitted = 0;
        deadline.begin.await();
        while (!deadline.over) {
            boolean timed = operations % SAMPLE == 0;
            long begin = timed ? System.nanoTime() : 0;
            BooleanSupplier asked = fresh ? subject.on(ofThread + operations) : one;
            if (asked.getAsBoolean()) {
                admitted++;
            }
            operations++;
            if (timed) {
                latencies.recordValue(Math.min(System.nanoTime() - begin, latencies.getHighestTrackableValue()));
            }
        }
        return Measured.ofThread(operations, admitted, latencies);
    }

    /** The common start and end of all threads. */
    private static final class Deadline {

        private final CountDownLatch begin = new CountDownLatch(1);
        private volatile boolean over;

        /** Waits for {@code millis}, and returns the nanoseconds that passed. */
        long pass(long millis) throws InterruptedException {
            long start = System.nanoTime();
            begin.countDown();
            var unused = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
            over = true;
            return System.nanoTime() - start;
        }
    }
}
