package dev.weir.outbound.statistics;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that was counted of one policy since the start, or between two moments. Immutable.
 *
 * @param counters a number for each counter
 * @param errors attempts that failed, by kind, without zeros
 * @param failures calls that failed, by kind, without zeros
 */
public record Totals(
        Map<Counter, Long> counters,
        Map<String, Long> errors,
        Map<String, Long> failures,
        Distribution waits,
        Distribution calls,
        Series perSecond) {

    /** Nothing. */
    public static final Totals NONE =
            new Totals(Map.of(), Map.of(), Map.of(), Distribution.NONE, Distribution.NONE, Series.NONE);

    /** The number of a counter. */
    public long of(Counter counter) {
        return counters.getOrDefault(counter, 0L);
    }

    /** Attempts that reached the remote, or may have. */
    public long sent() {
        return Counter.SENT.stream().mapToLong(this::of).sum();
    }

    /** Whether nothing was counted. */
    public boolean isEmpty() {
        return failures.isEmpty() && counters.values().stream().allMatch(count -> count == 0);
    }

    /** What was counted since {@code earlier}. */
    public Totals since(Totals earlier) {
        Map<Counter, Long> difference = new EnumMap<>(Counter.class);
        counters.forEach((counter, count) -> difference.put(counter, count - earlier.of(counter)));
        return new Totals(
                difference,
                since(errors, earlier.errors),
                since(failures, earlier.failures),
                waits.since(earlier.waits),
                calls.since(earlier.calls),
                perSecond.since(earlier.perSecond));
    }

    private static Map<String, Long> since(Map<String, Long> later, Map<String, Long> earlier) {
        Map<String, Long> difference = new TreeMap<>();
        later.forEach((kind, count) -> {
            long more = count - earlier.getOrDefault(kind, 0L);
            if (more > 0) {
                difference.put(kind, more);
            }
        });
        return difference;
    }
}
