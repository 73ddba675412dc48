package dev.weir.monitor.count;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sketch has counted, or several together. Immutable.
 *
 * @param total all that was counted
 * @param floor a key that is not among {@code keys} was counted at most so often
 * @param keys the keys, in no order
 */
public record SketchView(long total, long floor, List<KeyCount> keys) {

    /** Nothing was counted. */
    public static final SketchView EMPTY = new SketchView(0, 0, List.of());

    public SketchView {
        keys = List.copyOf(keys);
    }

    /**
     * What several instances have counted together. A key that one of them does not report may have been counted there
     * up to its floor: that is added to the count and to the error, so that both bounds hold of the sum.
     */
    public static SketchView merge(List<SketchView> views) {
        if (views.size() == 1) {
            return views.get(0);
        }
        long total = 0;
        long floor = 0;
        Map<String, KeyCount> sums = new HashMap<>();
        Map<String, Long> reported = new HashMap<>();
        for (SketchView view : views) {
            total += view.total;
            floor += view.floor;
            for (KeyCount each : view.keys) {
                sums.merge(each.key(), each, KeyCount::plus);
                reported.merge(each.key(), view.floor, Long::sum);
            }
        }
        List<KeyCount> keys = new ArrayList<>(sums.size());
        for (KeyCount each : sums.values()) {
            keys.add(each.plusUnreported(floor - reported.getOrDefault(each.key(), 0L)));
        }
        return new SketchView(total, floor, keys);
    }

    /** The {@code most} keys that are used most, and what that leaves open about the others. */
    public SketchView top(int most) {
        if (keys.size() <= most) {
            return this;
        }
        List<KeyCount> sorted = keys.stream().sorted(KeyCount.MOST_USED_FIRST).toList();
        return new SketchView(total, Math.max(floor, sorted.get(most).count()), sorted.subList(0, most));
    }
}
