package dev.weir.monitor.count;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The most used keys of each policy on this instance. All counts are halved at each full hour, by the cluster's time:
 * an operator asks for what happens now, and a key of yesterday gives its place away. Safe for use by many threads; no
 * request uses it.
 */
public final class Sketches {

    /** Keys that each policy has counters for. */
    public static final int COUNTERS = 1_000;

    private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);
    /** Halved so often, nothing is left of any count. */
    private static final int MOST_HALVINGS = 64;
    /** With more policies, the others have fewer counters: policies are made by {@code RateLimiter.allow} too. */
    private static final int MOST_WHOLE = 100;

    private static final int FEW_COUNTERS = 100;
    private static final int MOST = 2_000;

    // guarded by this object
    private final Map<String, SpaceSaving> byPolicy = new HashMap<>();
    private long hour;

    /** Nothing is counted so far. */
    public Sketches(long nowMillis) {
        this.hour = nowMillis / HOUR_MILLIS;
    }

    /** Counts decisions of {@code policy}. */
    public synchronized void add(String policy, Sighting sighting) {
        SpaceSaving sketch = byPolicy.get(policy);
        if (sketch == null && byPolicy.size() < MOST) {
            sketch = new SpaceSaving(byPolicy.size() < MOST_WHOLE ? COUNTERS : FEW_COUNTERS);
            byPolicy.put(policy, sketch);
        }
        if (sketch != null) {
            sketch.add(sighting);
        }
    }

    /** Called once a second. */
    public synchronized void tick(long nowMillis) {
        long now = nowMillis / HOUR_MILLIS;
        for (long i = Math.min(MOST_HALVINGS, now - hour); i > 0; i--) {
            byPolicy.values().forEach(SpaceSaving::halve);
        }
        // a clock that goes back halves nothing twice
        hour = Math.max(hour, now);
    }

    /** What was counted for {@code policy}. */
    public synchronized SketchView of(String policy) {
        SpaceSaving sketch = byPolicy.get(policy);
        return sketch == null ? SketchView.EMPTY : sketch.view();
    }

    /** The policies that something was counted for. */
    public synchronized Set<String> policies() {
        return Set.copyOf(byPolicy.keySet());
    }

    /** What was counted for each policy. */
    public synchronized Map<String, SketchView> all() {
        Map<String, SketchView> views = new TreeMap<>();
        byPolicy.forEach((policy, sketch) -> views.put(policy, sketch.view()));
        return views;
    }
}
