package dev.weir.outbound.queue;

import dev.weir.outbound.queue.port.Timer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time that passes from event to event, all on one thread; events of the same time in the order in which they were
 * made.
 */
public final class VirtualTime implements Timer, InstantSource {

    private static final long EPOCH_MILLIS = 1_763_690_000_000L;

    private record Event(long nanos, long number, Runnable task) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::number));
    private long now;
    private long number;
    private long fired;

    @Override
    public long nanoTime() {
        return now;
    }

    /** How many timers of {@link #at} have fired or been made and not cancelled. */
    public long fired() {
        return fired;
    }

    @Override
    public Cancellable at(long nanos, Runnable task) {
        Event event = new Event(Math.max(now, nanos), number++, () -> {
            fired++;
            task.run();
        });
        events.add(event);
        return () -> events.remove(event);
    }

    /** Runs {@code task} after {@code nanos}. */
    public void after(long nanos, Runnable task) {
        events.add(new Event(now + Math.max(0, nanos), number++, task));
    }

    /** Runs {@code task} at a time in milliseconds since the start. */
    public void atMillis(long millis, Runnable task) {
        after(millis * 1_000_000 - now, task);
    }

    /** Lets time pass until {@code millis} after the start. */
    public void runUntilMillis(long millis) {
        long end = millis * 1_000_000;
        while (!events.isEmpty() && events.peek().nanos <= end) {
            Event next = events.poll();
            now = next.nanos;
            next.task.run();
        }
        now = end;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public long millis() {
        return EPOCH_MILLIS + now / 1_000_000;
    }
}
