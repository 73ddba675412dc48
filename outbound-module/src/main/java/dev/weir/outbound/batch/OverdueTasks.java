package dev.weir.outbound.batch;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts tasks that go on after their batches have given them up, because each of them holds a thread. Safe for use by
 * many threads.
 */
final class OverdueTasks {

    /** While as many run, batches begin no task. */
    static final int MOST = 100;

    private final AtomicInteger running = new AtomicInteger();

    boolean areTooMany() {
        return running.get() >= MOST;
    }

    void begin() {
        running.incrementAndGet();
    }

    void end() {
        running.decrementAndGet();
    }
}
