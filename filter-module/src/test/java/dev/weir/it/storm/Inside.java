package dev.weir.it.storm;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the work that the application does at once. */
enum Inside {
    REQUEST,
    BEAN;

    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** Work begins; it ends when what is returned is run for the first time. */
    Runnable enter() {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        AtomicBoolean left = new AtomicBoolean();
        return () -> {
            if (left.compareAndSet(false, true)) {
                now.decrementAndGet();
            }
        };
    }

    int most() {
        return most.get();
    }

    /** Works for about a millisecond. */
    static void work() {
        long end = System.nanoTime() + 1_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
