package dev.weir.outbound.runtime;

import dev.weir.outbound.ThrottleStatistics;
import dev.weir.outbound.queue.ThrottleQueue;
import dev.weir.outbound.statistics.ThrottleCounts;
import dev.weir.outbound.statistics.ThrottleMetrics;
import dev.weir.outbound.statistics.file.StatisticsSettings;
import dev.weir.outbound.statistics.file.StatisticsWriter;
import dev.weir.spi.AdminSection;
import dev.weir.spi.ModuleHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What operators see of calls: metrics, a section of the administration, and the file. Safe for use by many threads. */
final class Shown implements AutoCloseable {

    private final ThrottleCounts counts;
    private final ThrottleQueue queue;
    private final ModuleHost host;
    private volatile Optional<StatisticsWriter> writer = Optional.empty();

    Shown(ThrottleCounts counts, ThrottleQueue queue, ModuleHost host) {
        this.counts = counts;
        this.queue = queue;
        this.host = host;
        host.show(new AdminSection(
                "throttle",
                "Outbound calls",
                List.of(
                        "policy",
                        "calls",
                        "succeeded",
                        "failed",
                        "retries",
                        "refused by the remote",
                        "waiting",
                        "wait p99",
                        "last second"),
                this::rows));
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (String policy : counts.policies()) {
            ThrottleStatistics each = counts.statistics(policy);
            long failed =
                    each.failed().values().stream().mapToLong(Long::longValue).sum();
            int seconds = each.perSecond().size();
            rows.add(List.of(
                    policy,
                    String.valueOf(each.calls()),
                    String.valueOf(each.succeeded()),
                    String.valueOf(failed),
                    String.valueOf(each.retries()),
                    String.valueOf(each.remoteRefusals()),
                    String.valueOf(each.queued()),
                    millis(each.waitP99()),
                    String.valueOf(seconds == 0 ? 0 : each.perSecond().get(seconds - 1))));
        }
        return rows;
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }

    /** Shows {@code policy} from now on. */
    void add(CallPolicy policy) {
        String name = policy.settings().policy();
        counts.queue(name, () -> queue.queued(name));
        ThrottleMetrics.of(counts, name).forEach(host::show);
    }

    /** Writes to the file of {@code settings} from now on. */
    void write(StatisticsSettings settings) {
        StatisticsWriter started = new StatisticsWriter(counts, settings, host.instance(), host.clock());
        started.start(OutboundThreads.factory("weir-throttle-statistics"));
        writer = Optional.of(started);
    }

    @Override
    public void close() {
        writer.ifPresent(StatisticsWriter::close);
    }
}
