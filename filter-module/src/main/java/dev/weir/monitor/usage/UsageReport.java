package dev.weir.monitor.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What happened under each policy on one day. Keys are masked. Immutable.
 *
 * @param day in {@code ratelimit.zone}
 * @param policies by name
 */
public record UsageReport(LocalDate day, List<OfPolicy> policies) {

    public UsageReport {
        policies = List.copyOf(policies);
    }

    /**
     * One policy.
     *
     * @param hours in their order; those without a request are left out
     * @param top the keys with the most requests
     * @param near the keys that came nearest to their limit
     * @param blocks the last blocks that began
     * @param levels the keys that lost most trust
     */
    public record OfPolicy(
            String policy,
            List<Hour> hours,
            List<KeyCount> top,
            List<NearKey> near,
            List<NewBlock> blocks,
            List<KeyLevel> levels) {

        public OfPolicy {
            hours = List.copyOf(hours);
            top = List.copyOf(top);
            near = List.copyOf(near);
            blocks = List.copyOf(blocks);
            levels = List.copyOf(levels);
        }
    }

    /**
     * One hour.
     *
     * @param hour 0 to 23, or 24 if a day has 25 hours
     */
    public record Hour(int hour, long allowed, long refused, long blocked) {}

    /** A key, and how many requests it made. */
    public record KeyCount(String key, long count) {}

    /** A key, and how many percent of a limit it had in use at most. */
    public record NearKey(String key, int percent) {}

    /** A key, and when it was blocked. */
    public record NewBlock(String key, Instant time) {}

    /** A key, and its highest level, 1 to 5. */
    public record KeyLevel(String key, int level) {}
}
