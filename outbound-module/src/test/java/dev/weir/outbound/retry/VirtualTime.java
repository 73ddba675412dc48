package dev.weir.outbound.retry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/** Time that passes only when something waits for it. For use by one thread. */
final class VirtualTime implements InstantSource, LongSupplier, RetryTimer {

    private static final Instant START = Instant.parse("2026-11-30T20:00:00Z");

    private record Entry(long at, Runnable task) {}

    /** Whether the thread that sets a timer is the one that waits for it. */
    private final boolean passesAtOnce;

    private final List<Entry> entries = new ArrayList<>();
    private long nanos;

    VirtualTime(boolean passesAtOnce) {
        this.passesAtOnce = passesAtOnce;
    }

    @Override
    public Runnable after(Duration delay, Runnable task) {
        Entry entry = new Entry(nanos + delay.toNanos(), task);
        entries.add(entry);
        if (passesAtOnce) {
            runAll();
        }
        return () -> entries.remove(entry);
    }

    /** Runs all that waits, in order. */
    void runAll() {
        while (!entries.isEmpty()) {
            runNext();
        }
    }

    void runNext() {
        Entry next = entries.stream().min(Comparator.comparingLong(Entry::at)).orElseThrow();
        entries.remove(next);
        nanos = Math.max(nanos, next.at());
        next.task().run();
    }

    int waiting() {
        return entries.size();
    }

    void pass(Duration duration) {
        nanos += duration.toNanos();
    }

    Duration elapsed() {
        return Duration.ofNanos(nanos);
    }

    @Override
    public long getAsLong() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return START.plusNanos(nanos);
    }
}
