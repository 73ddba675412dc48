package dev.weir.outbound.statistics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts failures by their kind, of which there are few: the rest is one kind. Safe for use by many threads. */
final class Kinds {

    static final int MOST = 32;
    static final String OTHER = "other";

    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /** Counts one. Kinds are bounded; by a race there can be a few more. */
    void add(String kind) {
        LongAdder known = counts.get(kind);
        if (known == null) {
            known = counts.computeIfAbsent(counts.size() < MOST ? kind : OTHER, any -> new LongAdder());
        }
        known.increment();
    }

    Map<String, Long> counts() {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((kind, adder) -> sums.put(kind, adder.sum()));
        return sums;
    }
}
