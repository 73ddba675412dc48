package dev.weir.monitor;

import dev.weir.Source;
import dev.weir.metrics.PolicyTotals;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happened lately, in steps. It is of all instances that report; what others did comes up to four seconds late,
 * and stands in the second in which it was learnt. Immutable; times are in milliseconds since the epoch.
 *
 * @param sequence the number of the last bucket or event: what comes later has higher numbers
 * @param nowMillis the present
 * @param buckets of one second each, the oldest first
 * @param events the oldest first
 * @param minutes buckets of one minute each, the oldest first; empty if only what is new was asked for
 */
public record LiveView(long sequence, long nowMillis, List<Bucket> buckets, List<Event> events, List<Bucket> minutes) {

    public LiveView {
        buckets = List.copyOf(buckets);
        events = List.copyOf(events);
        minutes = List.copyOf(minutes);
    }

    /**
     * A second or a minute. Immutable.
     *
     * @param sequence its number
     * @param timeMillis when it ended
     * @param policies what became of its requests, by policy: those that had any
     * @param sources what decided
     * @param p99 seconds that 99 percent of the decisions of this instance did not exceed, within the last ten seconds
     */
    public record Bucket(
            long sequence, long timeMillis, Map<String, PolicyTotals> policies, Map<Source, Long> sources, double p99) {

        public Bucket {
            policies = Map.copyOf(policies);
            sources = Map.copyOf(sources);
        }
    }

    /**
     * Something that happened on this instance. Immutable.
     *
     * @param sequence its number
     * @param event its kind: {@code blocked}, {@code mode}, {@code override}, {@code member}, and what others add
     * @param policy which it is about; empty if none
     * @param key the text under which the counters of a key are stored; empty if it is about none
     * @param text for people to read
     */
    public record Event(
            long sequence, long timeMillis, String event, Optional<String> policy, Optional<String> key, String text) {}
}
