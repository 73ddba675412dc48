package dev.weir.example;

import dev.weir.example.Visitor.Reply;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Threads that send requests, and what came of these. */
final class Traffic implements AutoCloseable {

    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger started = new AtomicInteger();
    private final ExecutorService threads;
    private volatile boolean ending;

    private Traffic(int threadCount) {
        threads = Executors.newFixedThreadPool(threadCount);
    }

    /** Sends so many requests, each made of its number, and waits for all of them. */
    static Traffic of(int requests, int threadCount, IntFunction<Reply> request) {
        try (var traffic = start(threadCount, requests, request)) {
            traffic.join();
            return traffic;
        }
    }

    /** Sends requests until it is closed. */
    static Traffic start(int threadCount, IntFunction<Reply> request) {
        return start(threadCount, Integer.MAX_VALUE, request);
    }

    private static Traffic start(int threadCount, int requests, IntFunction<Reply> request) {
        var traffic = new Traffic(threadCount);
        for (var i = 0; i < threadCount; i++) {
            traffic.threads.execute(() -> traffic.run(requests, request));
        }
        return traffic;
    }

    private void run(int requests, IntFunction<Reply> request) {
        for (var number = started.getAndIncrement(); number < requests && !ending; number = started.getAndIncrement()) {
            try {
                replies.add(request.apply(number));
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
    }

    /** How many replies came with each status. */
    Map<Integer, Long> statuses() {
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " requests without a reply", failures.peek());
        }
        return replies.stream().collect(Collectors.groupingBy(Reply::status, TreeMap::new, Collectors.counting()));
    }

    int count() {
        return replies.size();
    }

    /** The milliseconds within which that part of the replies came, which is 1.0 for all. */
    long millis(double part) {
        var sorted = replies.stream().mapToLong(Reply::millis).sorted().toArray();
        return sorted[(int) Math.max(0, Math.ceil(sorted.length * part) - 1)];
    }

    @Override
    public String toString() {
        return count() + " requests, median " + millis(0.5) + " ms, p99 " + millis(0.99) + " ms, longest " + millis(1)
                + " ms, " + statuses();
    }

    /** Lets no more begin, and waits for those on their way. */
    @Override
    public void close() {
        ending = true;
        join();
    }

    private void join() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("requests hang");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
