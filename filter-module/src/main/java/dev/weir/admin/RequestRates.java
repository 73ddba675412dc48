package dev.weir.admin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * At most a number of requests in any second, or other time, for each name. What is refused is not counted. The names
 * that were used longest ago are forgotten. Safe for use by many threads.
 */
final class RequestRates {

    private static final int MOST_NAMES = 1_000;

    private final int most;
    private final long windowNanos;
    private final LongSupplier nanoTime;
    private final Map<String, Recent> names = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Without any request so far.
     *
     * @param most requests of a name in a second
     * @param nanoTime a time that never decreases
     */
    RequestRates(int most, LongSupplier nanoTime) {
        this(most, Duration.ofSeconds(1), nanoTime);
    }

    /** The same for another time than a second. */
    RequestRates(int most, Duration window, LongSupplier nanoTime) {
        this.most = most;
        this.windowNanos = window.toNanos();
        this.nanoTime = nanoTime;
    }

    /** The times of the last requests of one name, in a ring; guarded by the object around it. */
    private static final class Recent {
        private final long[] times;
        private int count;
        private int next;

        Recent(int most) {
            times = new long[most];
        }

        /** For how long there is no room. */
        long waitNanos(long now, long windowNanos) {
            return count < times.length ? 0 : Math.max(0, windowNanos - (now - times[next]));
        }

        void add(long now) {
            times[next] = now;
            next = (next + 1) % times.length;
            count = Math.min(times.length, count + 1);
        }

        void removeLast() {
            if (count > 0) {
                next = (next + times.length - 1) % times.length;
                count--;
            }
        }
    }

    /** Counts a request of {@code name}; false if there were too many. */
    synchronized boolean admit(String name) {
        long now = nanoTime.getAsLong();
        Recent recent = recent(name);
        if (recent.waitNanos(now, windowNanos) > 0) {
            return false;
        }
        recent.add(now);
        return true;
    }

    /** How long it takes until a request of {@code name} is admitted; counts none. */
    synchronized long waitNanos(String name) {
        Recent recent = names.get(name);
        return recent == null ? 0 : recent.waitNanos(nanoTime.getAsLong(), windowNanos);
    }

    /** Counts one of the requests of {@code name} no more, which was admitted a moment ago. */
    synchronized void giveBack(String name) {
        Recent recent = names.get(name);
        if (recent != null) {
            recent.removeLast();
        }
    }

    private Recent recent(String name) {
        Recent recent = names.computeIfAbsent(name, each -> new Recent(most));
        if (names.size() > MOST_NAMES) {
            names.remove(names.keySet().iterator().next());
        }
        return recent;
    }
}
