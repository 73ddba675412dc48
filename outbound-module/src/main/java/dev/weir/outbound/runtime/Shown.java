package dev.weir.outbound.runtime;

import dev.weir.outbound.queue.ThrottleQueue;
import dev.weir.outbound.statistics.ThrottleCounts;
import dev.weir.outbound.statistics.ThrottleMetrics;
import dev.weir.outbound.statistics.file.StatisticsSettings;
import dev.weir.outbound.statistics.file.StatisticsWriter;
import dev.weir.spi.ModuleHost;
import java.util.Optional;

/**
 * What operators see of calls: metrics, a section of the administration, and the file. Safe for use by many threads.
 */
final class Shown implements AutoCloseable {

    private final ThrottleCounts counts;
    private final ThrottleQueue queue;
    private final ModuleHost host;
    private final CallTable table;
    private volatile Optional<StatisticsWriter> writer = Optional.empty();

    Shown(ThrottleCounts counts, ThrottleQueue queue, ModuleHost host) {
        this.counts = counts;
        this.queue = queue;
        this.host = host;
        this.table = new CallTable(counts, queue);
        host.show(table.section());
    }

    /** Shows {@code policy} from now on. */
    void add(CallPolicy policy) {
        String name = policy.settings().policy();
        counts.queue(name, () -> queue.queued(name));
        table.limits(name, policy::limitsAsText);
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
