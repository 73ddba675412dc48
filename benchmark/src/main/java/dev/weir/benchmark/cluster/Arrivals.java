package dev.weir.benchmark.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Requests of many clients at one member: a Poisson process, each request of a key at random, which is the same as a
 * Poisson process for each key. A thread that is late catches up, and a request's time begins when it is sent.
 *
 * @param prefix the keys are this text and a number
 * @param perSecond requests per second at this member, of all threads together
 * @param seed the same seed gives the same requests
 */
record Arrivals(Subject subject, String prefix, int keys, double perSecond, int threads, long seed) {

    Measured run(long millis) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Measured>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                SplittableRandom random = new SplittableRandom(seed * threads + i);
                parts.add(pool.submit(() -> ask(random, millis)));
            }
            Measured sum = Measured.none(TimeUnit.MILLISECONDS.toNanos(millis));
            for (Future<Measured> part : parts) {
                sum = sum.beside(part.get());
            }
            return sum.of(subject);
        } finally {
            pool.shutdownNow();
        }
    }

    private Measured ask(SplittableRandom random, long millis) {
        Histogram latencies = Measured.histogram();
        double meanNanos = TimeUnit.SECONDS.toNanos(1) * (double) threads / perSecond;
        long operations = 0;
        long admitted = 0;
        long start = System.nanoTime();
        long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
        double due = start + gap(random, meanNanos);
        while (due < end) {
            String key = prefix + random.nextInt(keys);
            for (long left = (long) due - System.nanoTime(); left > 0; left = (long) due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            long begin = System.nanoTime();
            if (subject.on(key).getAsBoolean()) {
                admitted++;
            }
            latencies.recordValue(Math.min(System.nanoTime() - begin, latencies.getHighestTrackableValue()));
            operations++;
            due += gap(random, meanNanos);
        }
        return Measured.ofThread(operations, admitted, latencies);
    }

    /** The time between two arrivals is distributed exponentially. */
    private static double gap(SplittableRandom random, double meanNanos) {
        return -Math.log1p(-random.nextDouble()) * meanNanos;
    }
}
