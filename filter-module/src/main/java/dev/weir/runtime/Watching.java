package dev.weir.runtime;

import dev.weir.Source;
import dev.weir.config.Settings;
import dev.weir.core.Change;
import dev.weir.engine.KeyCodec;
import dev.weir.health.Health;
import dev.weir.lifecycle.Threads;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.metrics.Measurements;
import dev.weir.monitor.Monitor;
import dev.weir.monitor.MonitorParts;
import dev.weir.override.SharedOverrides;
import dev.weir.store.CounterId;
import dev.weir.store.StoreResult;
import dev.weir.store.WaitBudget;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Composes the monitor of an application that is administered, and lets it work. Safe for use by many threads. */
final class Watching implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Watching.class.getName());
    private static final long TICK_SECONDS = 1;
    private static final long LOOK_MILLIS = 250;
    /** Counts that wait to go on: there is one. */
    private static final int WAITING_COUNTS = 16;

    private final Monitor monitor;
    private final ScheduledExecutorService background;
    private final ExecutorService worker = Threads.daemons("weir-count", 1, WAITING_COUNTS);
    private final OncePerMinuteLog problems;

    Watching(
            Stores.Opened opened,
            Namespace namespace,
            KeyCodec storedKey,
            Measurements measurements,
            Supplier<Health> health,
            SharedOverrides overrides,
            ScheduledExecutorService background,
            InstantSource clock,
            String instance) {
        this.background = background;
        this.problems = new OncePerMinuteLog(LOG, clock);
        this.monitor = new Monitor(new MonitorParts(
                opened.reports().get(),
                namespace,
                instance,
                storedKey,
                measurements,
                health,
                overrides::all,
                () -> looks(opened),
                opened.clock(),
                background,
                worker,
                problems));
    }

    /** Whether an application is administered, so that somebody can ask. */
    static boolean isWanted(Settings settings) {
        return settings.enabled() && settings.administration().isPresent();
    }

    Monitor monitor() {
        return monitor;
    }

    void start() {
        var unused = background.scheduleWithFixedDelay(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }

    private void tick() {
        try {
            monitor.tick();
        } catch (RuntimeException | Error e) {
            // a task that throws is never run again
            problems.warn("cannot tell who uses what", e);
        }
    }

    /** Looks that have one budget together: other work waits for their thread. */
    private static Function<CounterId, OptionalLong> looks(Stores.Opened opened) {
        WaitBudget budget = new WaitBudget(LOOK_MILLIS, System::nanoTime);
        return counter -> look(opened, counter, budget);
    }

    private static OptionalLong look(Stores.Opened opened, CounterId counter, WaitBudget budget) {
        StoreResult result = opened.store().apply(counter, new Change.Peek(1), () -> budget);
        if (!(result instanceof StoreResult.Decided decided)
                || (decided.source() == Source.LOCAL
                        && opened.statistics().get().clustered())) {
            // the cluster does not say so
            return OptionalLong.empty();
        }
        long leftMillis = decided.verdict().blockedMillis();
        return OptionalLong.of(leftMillis == 0 ? 0 : opened.clock().millis() + leftMillis);
    }

    /** Publishes the last report; afterwards nothing is counted any more. */
    @Override
    public void close() {
        try {
            monitor.close();
        } finally {
            Threads.end(worker);
        }
    }
}
