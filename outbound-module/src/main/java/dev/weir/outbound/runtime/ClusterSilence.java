package dev.weir.outbound.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * For how long the cluster has not answered, of each policy. It begins with the first attempt in vain: the time before
 * is no silence, because an instance that stood still had asked nothing. Safe for use by many threads; times are
 * nanoseconds.
 */
final class ClusterSilence {

    /** Attempts of lines that wait follow each other by a quarter of a second and the time that they wait. */
    private static final long LEAST_GAP = TimeUnit.SECONDS.toNanos(1);

    private record Silence(long since, long last) {}

    private final Map<String, Silence> silences = new ConcurrentHashMap<>();

    /** The cluster has decided about a policy. */
    void ended(String policy) {
        silences.remove(policy);
    }

    /**
     * The cluster has not decided about a policy. Returns for how long it has not.
     *
     * @param window if the last attempt is longer ago, the silence begins now: an attempt between could have been
     *     answered
     */
    long lasts(String policy, long window, long now) {
        long gap = Math.max(LEAST_GAP, window);
        Silence silence = silences.compute(
                policy,
                (name, before) -> before == null || now - before.last > gap
                        ? new Silence(now, now)
                        : new Silence(before.since, now));
        return now - silence.since;
    }
}
