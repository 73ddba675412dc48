package dev.weir.benchmark.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Threads that acquire permits for one key at a given rate, whatever the results are; a thread that is late catches up.
 *
 * @param perSecond calls per second, of all threads together
 */
record Paced(Subject subject, String key, double perSecond, int threads) {

    private static final long NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    /** Encodes the load in a command. */
    static String describe(String subject, String policy, String key, double perSecond, int threads) {
        return String.join(";", subject, policy, key, String.valueOf(perSecond), String.valueOf(threads));
    }

    static Paced parse(String description, Member member) {
        String[] parts = description.split(";", -1);
        return new Paced(
                Subject.of(parts[0], parts[1], member),
                parts[2],
                Double.parseDouble(parts[3]),
                Integer.parseInt(parts[4]));
    }

    /**
     * Runs all of {@code series} at once by the clock of this machine, and encodes their admissions, in their order.
     */
    static String runAll(List<Paced> series, long startMillis, int millis) throws Exception {
        LongSupplier clock = () -> System.currentTimeMillis() - startMillis;
        ExecutorService pool = Executors.newCachedThreadPool();
        try {
            List<List<Future<Admissions>>> parts = new ArrayList<>();
            for (Paced each : series) {
                List<Future<Admissions>> ofEach = new ArrayList<>();
                for (int i = 0; i < each.threads; i++) {
                    ofEach.add(pool.submit(() -> each.ask(clock, millis)));
                }
                parts.add(ofEach);
            }
            List<String> encoded = new ArrayList<>();
            for (int i = 0; i < series.size(); i++) {
                Admissions sum = new Admissions(millis);
                for (Future<Admissions> part : parts.get(i)) {
                    sum.add(part.get());
                }
                sum.alone(series.get(i).subject.alone());
                encoded.add(sum.encode());
            }
            return String.join(" ", encoded);
        } finally {
            pool.shutdownNow();
        }
    }

    private Admissions ask(LongSupplier clock, int millis) {
        Admissions admissions = new Admissions(millis);
        BooleanSupplier one = subject.on(key);
        while (clock.getAsLong() < 0) {
            LockSupport.parkNanos(NAP_NANOS);
        }
        long start = System.nanoTime();
        long begin = clock.getAsLong();
        long calls = 0;
        while (begin < millis) {
            if (calls > (System.nanoTime() - start) * perSecond / threads / 1e9) {
                LockSupport.parkNanos(NAP_NANOS);
                begin = clock.getAsLong();
                continue;
            }
            boolean admitted = one.getAsBoolean();
            long end = clock.getAsLong();
            admissions.asked(admitted, begin, end);
            calls++;
            begin = end;
        }
        return admissions;
    }
}
