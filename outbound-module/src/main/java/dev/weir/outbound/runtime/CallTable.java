package dev.weir.outbound.runtime;

import dev.weir.outbound.ThrottleStatistics;
import dev.weir.outbound.queue.PresentPace;
import dev.weir.outbound.queue.ThrottleQueue;
import dev.weir.outbound.statistics.ThrottleCounts;
import dev.weir.spi.AdminSection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What operators see of calls, a row for each policy. Safe for use by many threads. */
final class CallTable {

    private static final List<String> COLUMNS = List.of(
            "policy",
            "rate",
            "paused until",
            "waiting",
            "in flight",
            "last second",
            "calls",
            "succeeded",
            "failed",
            "retries",
            "refused by the remote",
            "wait p99");

    private static final String NONE = "\u2013";
    private static final int WHOLE = 1000;

    private final ThrottleCounts counts;
    private final ThrottleQueue queue;
    private final Map<String, Supplier<String>> limits = new ConcurrentHashMap<>();

    CallTable(ThrottleCounts counts, ThrottleQueue queue) {
        this.counts = counts;
        this.queue = queue;
    }

    /** From now on {@code present} says the limits of {@code policy}. */
    void limits(String policy, Supplier<String> present) {
        limits.put(policy, present);
    }

    AdminSection section() {
        return new AdminSection("throttle", "Outbound calls", COLUMNS, this::rows);
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (String policy : counts.policies()) {
            rows.add(row(policy));
        }
        return rows;
    }

    private List<String> row(String policy) {
        ThrottleStatistics each = counts.statistics(policy);
        PresentPace pace = queue.pace(policy);
        long failed = each.failed().values().stream().mapToLong(Long::longValue).sum();
        int seconds = each.perSecond().size();
        return List.of(
                policy,
                rate(policy, pace.permille()),
                pace.pausedUntil().map(CallTable::seconds).orElse(NONE),
                String.valueOf(each.queued()),
                String.valueOf(counts.inFlight(policy)),
                String.valueOf(seconds == 0 ? 0 : each.perSecond().get(seconds - 1)),
                String.valueOf(each.calls()),
                String.valueOf(each.succeeded()),
                String.valueOf(failed),
                String.valueOf(each.retries()),
                String.valueOf(each.remoteRefusals()),
                each.waitP99().toMillis() + " ms");
    }

    /** {@code 20/1s}; {@code 50 % of 20/1s} after a refusal of the remote. */
    private String rate(String policy, int permille) {
        Supplier<String> known = limits.get(policy);
        String whole = known == null ? NONE : known.get();
        return permille == WHOLE ? whole : permille * 100 / WHOLE + " % of " + whole;
    }

    /** A pause ends within the second before. */
    private static String seconds(Instant until) {
        Instant second = until.truncatedTo(ChronoUnit.SECONDS);
        return (second.equals(until) ? until : second.plusSeconds(1)).toString();
    }
}
