package dev.weir.outbound.statistics;

import dev.weir.spi.ModuleMetric;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The metrics of limited calls. */
public final class ThrottleMetrics {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private ThrottleMetrics() {}

    /** All metrics of {@code policy}, with the label {@code policy}, and {@code outcome} for calls. */
    public static List<ModuleMetric> of(ThrottleCounts counts, String policy) {
        PolicyCounts of = counts.of(policy);
        List<ModuleMetric> metrics = new ArrayList<>();
        Counter.OUTCOMES.stream()
                .sorted(Comparator.naturalOrder())
                .forEach(outcome -> metrics.add(new ModuleMetric(
                        "ratelimit_throttle_calls_total",
                        true,
                        "attempts by policy and outcome, and callers that sent nothing",
                        labels(policy, outcome),
                        () -> of.sum(outcome))));
        Map<String, String> labels = Map.of("policy", policy);
        metrics.add(new ModuleMetric(
                "ratelimit_throttle_retries_total", true, "calls made again", labels, () -> of.sum(Counter.RETRIES)));
        metrics.add(new ModuleMetric(
                "ratelimit_throttle_remote_refusals_total",
                true,
                "refusals by the remote",
                labels,
                () -> of.sum(Counter.REMOTE_REFUSALS)));
        metrics.add(new ModuleMetric(
                "ratelimit_throttle_wait_p99_seconds",
                false,
                "99 % of the calls of the last ten to twenty seconds waited no longer for their permits",
                labels,
                () -> of.recentWait(99, counts.nowMillis()).toNanos() / NANOS));
        metrics.add(new ModuleMetric(
                "ratelimit_throttle_queued", false, "callers that wait for permits", labels, of::queued));
        return List.copyOf(metrics);
    }

    private static Map<String, String> labels(String policy, Counter outcome) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("policy", policy);
        labels.put("outcome", outcome.label());
        return labels;
    }
}
