package dev.weir.store.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The last events of a {@link Simulation}. Those of a busy one of many keys are kept apart, since between two of them
 * there are thousands of others.
 */
final class Trace {

    private static final int LENGTH = 25;

    private final KeySource visitors;
    private final Deque<String> last = new ArrayDeque<>();
    private final Map<String, Deque<String>> lastOfBusy = new HashMap<>();

    Trace(KeySource visitors) {
        this.visitors = visitors;
    }

    /** What concerns everybody. */
    void note(String event) {
        add(last, event);
        lastOfBusy.values().forEach(events -> add(events, event));
    }

    void note(String key, String event) {
        add(last, event);
        if (visitors.areMany() && visitors.isBusy(key)) {
            add(lastOfBusy.computeIfAbsent(key, each -> new ArrayDeque<>()), event);
        }
    }

    private static void add(Deque<String> events, String event) {
        events.add(event);
        if (events.size() > LENGTH) {
            events.remove();
        }
    }

    /** What came before {@code problem}, which names the key that has it first. */
    String before(String problem) {
        String key = problem.substring(0, problem.indexOf(':'));
        return String.join("\n  ", lastOfBusy.getOrDefault(key, last));
    }
}
