package dev.weir.outbound.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Those who wait, the highest priority first, and among equals who came first. Used by one thread at a time, but for
 * {@link #size}.
 */
final class WaitingLine {

    private static final class Level {
        private final Set<Waiter> waiters = new LinkedHashSet<>();
        private long permits;
    }

    private final TreeMap<Integer, Level> levels = new TreeMap<>(Comparator.reverseOrder());
    /** Read by other threads. */
    private final AtomicInteger size = new AtomicInteger();

    void add(Waiter waiter) {
        Level level = levels.computeIfAbsent(waiter.priority(), priority -> new Level());
        if (level.waiters.add(waiter)) {
            level.permits += waiter.permits();
            size.incrementAndGet();
        }
    }

    /** Takes a waiter out; those behind move up. Returns whether it was there. */
    boolean remove(Waiter waiter) {
        Level level = levels.get(waiter.priority());
        if (level == null || !level.waiters.remove(waiter)) {
            return false;
        }
        level.permits -= waiter.permits();
        size.decrementAndGet();
        if (level.waiters.isEmpty()) {
            levels.remove(waiter.priority());
        }
        return true;
    }

    Optional<Waiter> head() {
        return levels.isEmpty()
                ? Optional.empty()
                : Optional.of(levels.firstEntry().getValue().waiters.iterator().next());
    }

    /** The permits of all that a new waiter of a priority would have before it. */
    long ahead(int priority) {
        long ahead = 0;
        for (Level level : levels.headMap(priority, true).values()) {
            ahead += level.permits;
        }
        return ahead;
    }

    /** All, in their order. */
    List<Waiter> inOrder() {
        List<Waiter> all = new ArrayList<>(size.get());
        levels.values().forEach(level -> all.addAll(level.waiters));
        return all;
    }

    /**
     * The first, and those that follow it at once, stand in this line alone and fit with it into {@code permits}; the
     * first in any case.
     */
    List<Waiter> first(long permits) {
        List<Waiter> first = new ArrayList<>();
        long sum = 0;
        for (Level level : levels.values()) {
            for (Waiter each : level.waiters) {
                sum += each.permits();
                if (!first.isEmpty() && (sum > permits || each.lines().size() > 1)) {
                    return first;
                }
                first.add(each);
                if (each.lines().size() > 1) {
                    return first;
                }
            }
        }
        return first;
    }

    int size() {
        return size.get();
    }
}
