package dev.weir.store;

import java.util.PriorityQueue;

/** Virtual time: what is to happen, in its order. Nothing happens between two events. */
final class SimulatedTime {

    private static final long START_MILLIS = 1_763_690_000_000L;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowMillis = START_MILLIS;
    private long count;

    private record Event(long millis, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(millis, other.millis);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    long millis() {
        return nowMillis;
    }

    void after(long millis, Runnable action) {
        events.add(new Event(nowMillis + millis, count++, action));
    }

    /** Lets {@code millis} pass. */
    void pass(long millis) {
        long end = nowMillis + millis;
        while (!events.isEmpty() && events.element().millis <= end) {
            Event next = events.remove();
            nowMillis = next.millis;
            next.action.run();
        }
        nowMillis = end;
    }
}
