package dev.weir.monitor.count;

import dev.weir.Source;
import dev.weir.metrics.PolicyTotals;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;

/**
 * What was decided, and by what. Immutable.
 *
 * @param policies what became of the requests, by policy
 * @param sources the decisions, by what decided
 */
public record Counts(Map<String, PolicyTotals> policies, Map<Source, Long> sources) {

    /** Nothing. */
    public static final Counts NONE = new Counts(Map.of(), Map.of());

    public Counts {
        policies = Map.copyOf(policies);
        sources = Map.copyOf(sources);
    }

    /** Both together. */
    public Counts plus(Counts other) {
        return with(other, Long::sum);
    }

    /** What was counted since {@code before}. */
    public Counts since(Counts before) {
        return with(before, (one, two) -> Math.max(0, one - two));
    }

    /** A half, rounded down. */
    public Counts half() {
        return with(NONE, (one, two) -> one / 2);
    }

    private Counts with(Counts other, LongBinaryOperator both) {
        Map<String, PolicyTotals> byPolicy = new TreeMap<>(policies);
        other.policies.forEach((policy, each) -> byPolicy.putIfAbsent(policy, PolicyTotals.NONE));
        byPolicy.replaceAll((policy, each) -> each.with(other.policies.getOrDefault(policy, PolicyTotals.NONE), both));
        Map<Source, Long> bySource = new EnumMap<>(Source.class);
        for (Source source : Source.values()) {
            bySource.put(
                    source, both.applyAsLong(sources.getOrDefault(source, 0L), other.sources.getOrDefault(source, 0L)));
        }
        return new Counts(byPolicy, bySource);
    }
}
