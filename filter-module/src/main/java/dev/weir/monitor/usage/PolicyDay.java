package dev.weir.monitor.usage;

import dev.weir.Key;
import dev.weir.metrics.Measurements.Outcomes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** One day of one policy on this instance, of bounded size. Safe for use by many threads. */
final class PolicyDay {

    /** The most entries of each list. */
    static final int MOST = 20;
    /** Of how many keys it is remembered how near they came to a limit, and how they behaved. */
    static final int MOST_KEYS = 1_000;

    private final Function<Key, String> shown;
    private final Map<Key, Integer> near = new ConcurrentHashMap<>();
    private final Map<Key, Integer> levels = new ConcurrentHashMap<>();
    // guarded by this object
    private final Map<Integer, UsageReport.Hour> hours = new TreeMap<>();
    private final Deque<UsageReport.NewBlock> blocks = new ArrayDeque<>();

    /** @param shown the text that is kept of a key */
    PolicyDay(Function<Key, String> shown) {
        this.shown = shown;
    }

    synchronized void add(int hour, Outcomes growth) {
        if (growth.allowed() + growth.refused() + growth.blocked() > 0) {
            hours.merge(
                    hour,
                    new UsageReport.Hour(hour, growth.allowed(), growth.refused(), growth.blocked()),
                    PolicyDay::sum);
        }
    }

    static UsageReport.Hour sum(UsageReport.Hour one, UsageReport.Hour other) {
        return new UsageReport.Hour(
                one.hour(),
                one.allowed() + other.allowed(),
                one.refused() + other.refused(),
                one.blocked() + other.blocked());
    }

    void near(Key key, int percent) {
        raise(near, key, percent);
    }

    void level(Key key, int level) {
        raise(levels, key, level);
    }

    /** A key for which there is no room pushes out none: otherwise a flood of keys would. */
    private static void raise(Map<Key, Integer> values, Key key, int value) {
        Integer known = values.get(key);
        if (known == null ? values.size() < MOST_KEYS : known < value) {
            values.merge(key, value, Math::max);
        }
    }

    synchronized void blocked(Key key, Instant time) {
        blocks.addFirst(new UsageReport.NewBlock(shown.apply(key), time));
        if (blocks.size() > MOST) {
            blocks.removeLast();
        }
    }

    synchronized UsageReport.OfPolicy report(String policy, TopKeys top) {
        return new UsageReport.OfPolicy(
                policy,
                List.copyOf(hours.values()),
                top.of(policy, MOST),
                largest(near).stream()
                        .map(each -> new UsageReport.NearKey(shown.apply(each.getKey()), each.getValue()))
                        .toList(),
                List.copyOf(blocks),
                largest(levels).stream()
                        .map(each -> new UsageReport.KeyLevel(shown.apply(each.getKey()), each.getValue()))
                        .toList());
    }

    private static List<Map.Entry<Key, Integer>> largest(Map<Key, Integer> values) {
        List<Map.Entry<Key, Integer>> entries = new ArrayList<>(values.entrySet());
        entries.sort(Map.Entry.<Key, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(each -> each.getKey().value()));
        return entries.subList(0, Math.min(MOST, entries.size()));
    }
}
