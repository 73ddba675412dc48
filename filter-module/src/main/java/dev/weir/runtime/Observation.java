package dev.weir.runtime;

import dev.weir.admin.key.Keys;
import dev.weir.config.Administration;
import dev.weir.config.Monitoring;
import dev.weir.config.Property;
import dev.weir.config.Settings;
import dev.weir.engine.DecisionListener;
import dev.weir.engine.KeyCodec;
import dev.weir.engine.PolicyDecision;
import dev.weir.health.Health;
import dev.weir.health.HealthMonitor;
import dev.weir.log.JsonLog;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.metrics.Measurements;
import dev.weir.metrics.MetricPublisher;
import dev.weir.metrics.NotableDecisions;
import dev.weir.metrics.SeriesSource;
import dev.weir.monitor.Monitor;
import dev.weir.monitor.event.Announcements;
import dev.weir.monitor.event.Observers;
import dev.weir.monitor.query.MonitoredDataSource;
import dev.weir.monitor.query.QueryMonitor;
import dev.weir.monitor.request.RecentRequests;
import dev.weir.monitor.request.RequestMonitor;
import dev.weir.monitor.usage.KeptUsage;
import dev.weir.monitor.usage.SharedUsage;
import dev.weir.monitor.usage.UsageRecorder;
import dev.weir.override.SharedOverrides;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Watches one application: measures it, shows its metrics, tells how well Weir does, records its usage and announces
 * what happens. Requests pay for counting alone: everything else is done once a second in the background. Safe for use
 * by many threads.
 */
public final class Observation implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Observation.class.getName());
    private static final long TICK_SECONDS = 1;
    private static final long WHOLE = 10_000;
    private static final int INSTANCE_LENGTH = 8;

    private final String instance;
    private final boolean counts;
    private final Measurements measurements;
    private final HealthMonitor health;
    private final Set<String> expected;
    private final Monitoring.Metrics shown;
    private final OncePerMinuteLog problems;
    private final Optional<RequestMonitor> requests;
    private final QueryMonitor queries;
    private final List<String> dataSources;
    private final Announcements announcements;
    private final Optional<UsageRecorder> usage;
    private final Optional<JsonLog> jsonLog;
    private final ScheduledExecutorService background;
    private final Optional<Watching> watching;
    private volatile Optional<MetricPublisher> publisher = Optional.empty();

    /**
     * An observation that begins with {@link #start}.
     *
     * @param opened the store that is observed
     * @param storedKey the text under which keys are stored
     * @param overrides what operators have changed
     * @param observers of the events of the application
     * @param background where all work is done that no request has to do
     */
    Observation(
            Settings settings,
            Stores.Opened opened,
            Namespace namespace,
            KeyCodec storedKey,
            SharedOverrides overrides,
            Observers observers,
            ScheduledExecutorService background,
            InstantSource clock) {
        Monitoring monitoring = settings.monitoring();
        boolean shows = settings.enabled() && monitoring.metrics() != Monitoring.Metrics.NONE;
        boolean monitors = settings.enabled() && monitoring.requests().on();
        this.instance = UUID.randomUUID().toString().substring(0, INSTANCE_LENGTH);
        this.announcements = new Announcements(observers, clock);
        this.counts = shows
                || Watching.isWanted(settings)
                || (settings.enabled() && (monitors || announcements.needDecisions()));
        this.measurements = new Measurements(
                monitoring.nearHundredths(), opened.statistics(), opened.operations(), System::nanoTime);
        this.requests = monitors
                ? Optional.of(new RequestMonitor(monitoring.requests().slowMillis(), System::nanoTime, clock))
                : Optional.empty();
        this.queries = new QueryMonitor(monitoring.requests().slowQueryMillis(), System::nanoTime);
        this.dataSources = monitoring.requests().dataSources();
        Administration.Keys keys =
                settings.administration().map(Administration::keys).orElse(Administration.Keys.MASKED);
        this.usage = monitors
                ? Optional.of(new UsageRecorder(
                        measurements::outcomes,
                        new KeptUsage(opened.texts(), namespace, instance),
                        // of the stored text: with a secret the key itself must not be kept, nor the beginning of it
                        key -> Keys.masked(storedKey.textOf(key), keys),
                        clock,
                        settings.zone()))
                : Optional.empty();
        tellOfNotable();
        this.health = new HealthMonitor(
                monitoring.health(), measurements, this::recentRequests, Observation::heapHundredths, clock);
        this.expected = settings.policies().keySet();
        this.shown = shows ? monitoring.metrics() : Monitoring.Metrics.NONE;
        this.problems = new OncePerMinuteLog(LOG, clock);
        this.background = background;
        this.watching = Watching.isWanted(settings)
                ? Optional.of(new Watching(
                        opened,
                        namespace,
                        storedKey,
                        measurements,
                        health::latest,
                        overrides,
                        background,
                        clock,
                        instance))
                : Optional.empty();
        watching.ifPresent(each -> measurements.tellAll(each.monitor().watch(), each.monitor()::changed));
        watching.ifPresent(each -> usage.ifPresent(day -> {
            each.monitor().alsoCount(day::used);
            each.monitor().offer(SharedUsage.TOPIC, new SharedUsage(day)::write);
        }));
        this.jsonLog = monitoring.jsonLog() ? Optional.of(JsonLog.start(instance)) : Optional.empty();
        if (jsonLog.isPresent() && !jsonLog.get().changesAny()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    Property.LOG_FORMAT.fullName() + ": the logger " + JsonLog.LOGGER
                            + " has no handler of its own whose format could be changed, was \"json\"");
        }
    }

    private RecentRequests recentRequests() {
        return requests.map(RequestMonitor::recent).orElse(RecentRequests.NONE);
    }

    private void tellOfNotable() {
        List<NotableDecisions> listeners = new ArrayList<>();
        usage.ifPresent(listeners::add);
        if (announcements.needDecisions()) {
            listeners.add(announcements);
        }
        if (listeners.size() == 1) {
            measurements.tell(listeners.get(0));
        } else if (!listeners.isEmpty()) {
            measurements.tell(new NotableDecisions() {
                @Override
                public void nearLimit(PolicyDecision decision) {
                    listeners.forEach(each -> each.nearLimit(decision));
                }

                @Override
                public void refused(PolicyDecision decision) {
                    listeners.forEach(each -> each.refused(decision));
                }
            });
        }
    }

    /** Identifies this instance in what is kept and logged. */
    String instance() {
        return instance;
    }

    /** Shows what is measured, and {@code others}, from now on, until the background is ended. */
    void start(SeriesSource others) {
        List<SeriesSource> all = new ArrayList<>(List.of(others));
        requests.ifPresent(all::add);
        publisher = Optional.of(new MetricPublisher(measurements, expected, MetricSinks.find(shown), all));
        var unused = background.scheduleWithFixedDelay(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
        watching.ifPresent(Watching::start);
    }

    private void tick() {
        attempt(measurements::tick);
        requests.ifPresent(each -> attempt(each::tick));
        attempt(health::tick);
        publisher.ifPresent(each -> attempt(each::tick));
        usage.ifPresent(each -> attempt(each::tick));
        attempt(() -> announcements.tick(health.latest().mode() == Health.Mode.CLUSTER));
    }

    /** One that fails does not keep the others from being done; and a task that throws is never run again. */
    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            problems.warn("cannot show what was measured", e);
        }
    }

    /** The heap in use after the last collection, which what is garbage is no part of. */
    private static int heapHundredths() {
        long used = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage collected = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            used += collected == null ? 0 : collected.getUsed();
        }
        return (int) (used * WHOLE / Runtime.getRuntime().maxMemory());
    }

    /** Has to be told of each decision. */
    DecisionListener listener() {
        return counts ? measurements.listener() : DecisionListener.NONE;
    }

    /** Who uses what; empty where the application is not administered. */
    Optional<Monitor> monitor() {
        return watching.map(Watching::monitor);
    }

    /** Watches responses; empty where that is turned off. */
    public Optional<RequestMonitor> requests() {
        return requests;
    }

    /** The statements that were slow. */
    public QueryMonitor queries() {
        return queries;
    }

    /**
     * The DataSource of {@code ratelimit.monitor.datasource} with that name, or the first, with its statements watched.
     * To be called by a thread that sees the JNDI names of the application.
     *
     * @throws IllegalStateException if there is no DataSource of that name
     */
    public DataSource dataSource(String name) {
        String jndi = name.isEmpty() && !dataSources.isEmpty() ? dataSources.get(0) : name;
        return MonitoredDataSource.of(JndiDataSource.find(Property.MONITOR_DATASOURCE, jndi), queries);
    }

    /** Who used how much on each day; empty where that is turned off. */
    public Optional<UsageRecorder> usage() {
        return usage;
    }

    /** Announces what happens. */
    Announcements announcements() {
        return announcements;
    }

    /** How well Weir does, as of the last second. */
    Health health() {
        return health.latest();
    }

    /** Shows the last values, and then nothing any more. */
    @Override
    public void close() {
        usage.ifPresent(each -> attempt(each::save));
        publisher.ifPresent(each -> attempt(each::close));
        watching.ifPresent(each -> attempt(each::close));
        jsonLog.ifPresent(each -> attempt(each::close));
    }
}
