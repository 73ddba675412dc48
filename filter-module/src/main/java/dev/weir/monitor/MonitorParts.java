package dev.weir.monitor;

import dev.weir.LimitOverride;
import dev.weir.engine.KeyCodec;
import dev.weir.health.Health;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.metrics.Measurements;
import dev.weir.store.CounterId;
import dev.weir.store.SharedReports;
import dev.weir.store.StoreStatistics;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a monitor looks at. Immutable.
 *
 * @param shared how instances tell each other of themselves
 * @param namespace of the application
 * @param instance this life of this instance; a text without dots
 * @param storedKey the text under which keys are stored
 * @param measurements what is measured on this instance
 * @param health how well it does
 * @param overrides what operators have changed, as this instance knows it
 * @param looks begins to look until when counters are blocked, in milliseconds since the epoch; a look is empty if the
 *     cluster does not say so within the quarter of a second that all looks can take together
 * @param clock the cluster's time
 * @param background runs short tasks
 * @param worker runs what waits for the cluster
 */
public record MonitorParts(
        SharedReports shared,
        Supplier<String> namespace,
        String instance,
        KeyCodec storedKey,
        Measurements measurements,
        Supplier<Health> health,
        Supplier<List<LimitOverride>> overrides,
        Supplier<Function<CounterId, OptionalLong>> looks,
        InstantSource clock,
        ScheduledExecutorService background,
        Executor worker,
        OncePerMinuteLog problems) {

    /** Whether this instance counts alone, though there is a cluster. */
    boolean isAlone() {
        StoreStatistics store = measurements.store();
        return store.clustered() && !store.shared();
    }

    /** The member on which this instance runs; empty if that is not known. */
    static String self(List<SharedReports.Member> members) {
        return members.stream()
                .filter(SharedReports.Member::self)
                .map(SharedReports.Member::id)
                .findFirst()
                .orElse("");
    }
}
