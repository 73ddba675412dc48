package dev.weir.store.simulation;

import java.util.PriorityQueue;

/** Virtual time: what is to happen, in its order. Nothing happens between two events. */
final class SimulatedTime {

    private static final long START_MILLIS = 1_763_690_000_000L;
    /** After so long nothing is under way any more, nor lent. */
    private static final long SETTLING_MILLIS = 240_000;

    /** More at one moment is an endless loop. */
    private static final int MOST_EVENTS = 300_000;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long nowMillis = START_MILLIS;
    private long count;
    private int eventsNow;
    private boolean idle;

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

    /** Whether nothing is asked for, and will not be for a while. */
    boolean isIdle() {
        return idle;
    }

    /**
     * Lets {@code millis} pass in which nothing is asked for: what is done every second needs to be done every minute
     * only.
     */
    void idle(long millis) {
        if (millis < 4 * SETTLING_MILLIS) {
            pass(millis);
            return;
        }
        pass(SETTLING_MILLIS);
        idle = true;
        pass(millis - 2 * SETTLING_MILLIS);
        idle = false;
        pass(SETTLING_MILLIS);
    }

    /** Lets {@code millis} pass. */
    void pass(long millis) {
        long end = nowMillis + millis;
        while (!events.isEmpty() && events.element().millis <= end) {
            Event next = events.remove();
            eventsNow = next.millis == nowMillis ? eventsNow + 1 : 0;
            if (eventsNow > MOST_EVENTS) {
                throw new IllegalStateException("what happens at " + nowMillis + " has no end");
            }
            nowMillis = next.millis;
            next.action.run();
        }
        // what waits within an event can end later
        nowMillis = Math.max(nowMillis, end);
    }
}
