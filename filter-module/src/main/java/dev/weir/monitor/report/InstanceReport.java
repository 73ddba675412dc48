package dev.weir.monitor.report;

import dev.weir.monitor.count.BlockedKey;
import dev.weir.monitor.count.Counts;
import dev.weir.monitor.count.SketchView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one instance says of itself. Immutable; times are in milliseconds since the epoch.
 *
 * @param instance who says it
 * @param sequence the number of the report: a later one has a higher number
 * @param atMillis when it was made
 * @param alone whether it counts alone at present, though there is a cluster
 * @param owed permits that the cluster has not been charged with yet
 * @param missed decisions that were not looked at for want of room, so that {@code sketches} lack them
 * @param counts what was decided since its start
 * @param sketches the keys that are used most, by policy
 * @param blocked the keys that it has blocked last
 * @param ended when blocks were ended, of the last minute
 * @param parts what was asked for besides, by name; empty from an earlier version of Weir
 */
public record InstanceReport(
        Instance instance,
        long sequence,
        long atMillis,
        boolean alone,
        long owed,
        long missed,
        Counts counts,
        Map<String, SketchView> sketches,
        List<BlockedKey> blocked,
        Map<BlockedKey.Subject, Long> ended,
        Map<String, String> parts) {

    /** The part of a last report. */
    private static final String LAST = "last";

    public InstanceReport {
        sketches = Map.copyOf(sketches);
        blocked = List.copyOf(blocked);
        ended = Map.copyOf(ended);
        parts = Map.copyOf(parts);
    }

    /**
     * One life of an instance.
     *
     * @param namespace of the application
     * @param id tells it from all others, and from its lives before
     * @param member the member of the cluster on which it runs; empty if that is unknown
     * @param startedMillis when it was started
     */
    public record Instance(String namespace, String id, String member, long startedMillis) {}

    /** This as the last one of an instance that ends. */
    InstanceReport asLast() {
        Map<String, String> more = new HashMap<>(parts);
        more.put(LAST, "");
        return new InstanceReport(
                instance, sequence, atMillis, alone, owed, missed, counts, sketches, blocked, ended, more);
    }

    /** Whether the instance has ended since. */
    boolean isLast() {
        return parts.containsKey(LAST);
    }

    /** This without what holds of the present alone: of an instance that is gone, only its counts count. */
    InstanceReport ofThePast() {
        return new InstanceReport(
                instance, sequence, atMillis, false, 0, missed, counts, Map.of(), List.of(), Map.of(), Map.of());
    }
}
