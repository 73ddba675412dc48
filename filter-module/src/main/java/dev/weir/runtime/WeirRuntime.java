package dev.weir.runtime;

import dev.weir.LimitControl;
import dev.weir.RateLimiter;
import dev.weir.config.Settings;
import dev.weir.engine.KeyCodec;
import dev.weir.engine.UserName;
import dev.weir.health.Health;
import dev.weir.http.CallsWithoutRequest;
import dev.weir.http.ContainerLogins;
import dev.weir.http.KeyExtractor;
import dev.weir.http.Logins;
import dev.weir.http.ObservedResponses;
import dev.weir.http.RequestLimiter;
import dev.weir.http.ResponseOutcomes;
import dev.weir.lifecycle.Futures;
import dev.weir.lifecycle.Shutdown;
import dev.weir.lifecycle.Threads;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.match.ClientAddress;
import dev.weir.override.Overrides;
import dev.weir.override.SharedOverrides;
import dev.weir.spi.WeirModule;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * The components of one application, composed once and closed with it. {@link WeirApplications} starts and finds it.
 * Safe for use by many threads.
 */
public final class WeirRuntime implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(WeirRuntime.class.getName());

    private final Policies policies;
    private final Shutdown shutdown = new Shutdown();
    private final ScheduledExecutorService background = Threads.ticker("weir-background");
    private final Observation observation;
    private final LoadedOverrides overrides;
    private final Components components;
    private final HostedModules modules;
    private final Operations operations;
    private final OncePerMinuteLog lateRefusals;
    private final Settings settings;
    private final Namespace namespace;
    private volatile Deployment deployment;
    private final String storeDescription;
    private final AtomicBoolean summarized = new AtomicBoolean();
    private volatile boolean closed;

    WeirRuntime(Policies policies, Deployment deployment) {
        InstantSource clock = InstantSource.system();
        this.lateRefusals = new OncePerMinuteLog(LOG, clock);
        this.policies = policies;
        this.settings = policies.settings();
        this.deployment = deployment;
        this.namespace = new Namespace(settings.namespace(), deployment);
        UnaryOperator<String> userName = settings.foldUserNames() ? UserName::fold : UnaryOperator.identity();
        KeyCodec storedKey = new KeyCodec(settings.clientAddress(), settings.keysSecret(), userName, namespace);
        Stores.Opened opened = Stores.open(
                settings.store(),
                settings.enabled(),
                clock,
                storedKey::of,
                ServerJCache::lookUp,
                settings.enabled() && settings.store().shared()
                        ? JndiDataSource.find(settings.store().persistence())
                        : Optional.empty());
        this.storeDescription = opened.description();
        shutdown.add("the store", opened.store());
        try {
            policies.prepareIn(opened);
            this.overrides = new LoadedOverrides(
                    new SharedOverrides(
                            opened.texts(),
                            namespace,
                            new Overrides(opened.clock(), settings.zone()),
                            new OncePerMinuteLog(LOG, clock)),
                    background);
            this.observation = new Observation(
                    settings,
                    opened,
                    namespace,
                    storedKey,
                    overrides.shared(),
                    policies.observers(),
                    background,
                    clock);
            shutdown.add("what is measured", observation);
            new ConfigRefresh(policies, LOG).every(settings.refreshMillis(), background);
            this.components = Components.of(
                    policies, opened, storedKey, namespace, overrides.shared(), background, clock, observation);
            this.modules = HostedModules.start(
                    policies.modules(),
                    new HostedModules.Offer(
                            observation.instance(),
                            components.engine(),
                            new ModuleTexts(
                                    opened.texts(), namespace, settings.store().timeoutMillis(), background),
                            new TenantOfCall(
                                    policies, new KeyExtractor(policies.resolvers(), new OncePerMinuteLog(LOG, clock))),
                            settings.clientAddress(),
                            opened.clock(),
                            () -> opened.statistics().get().members(),
                            policies::readAgain,
                            background));
            shutdown.add("the modules", modules);
            this.operations = Operations.of(
                    policies,
                    () -> this.deployment,
                    components,
                    storedKey,
                    opened,
                    namespace,
                    observation,
                    modules::sections,
                    background);
            observation.start(modules);
        } catch (RuntimeException | Error e) {
            // for example because a cache cannot be opened: there is no other reference to what was opened
            Threads.end(background);
            shutdown.close();
            throw e;
        }
    }

    /** Logs what is limited where, at the first call. */
    void summarize(Deployment deployed) {
        if (summarized.compareAndSet(false, true)) {
            StartUpSummary summary = new StartUpSummary(
                    deployed, namespace.get(), storeDescription, policies.settings(), policies.declarations());
            summary.logTo(LOG, policies.undelivered(Thread.currentThread().getContextClassLoader()));
        }
    }

    /** False with {@code ratelimit.enabled=false}. */
    public boolean isEnabled() {
        return settings.enabled();
    }

    /** Roles that decide about limits: of those who are never limited, and of those who are on a tier. */
    public Set<String> roles() {
        return policies.roles();
    }

    /** Determines the client's address. */
    public ClientAddress clientAddress() {
        return settings.clientAddress();
    }

    /** The policies and the sites where they apply. */
    public Policies policies() {
        return policies;
    }

    /** Decides about requests. */
    public RequestLimiter requests() {
        return components.requests();
    }

    /** Counts logins by username. */
    public Logins logins() {
        return components.logins();
    }

    /** Counts the logins that the container makes; empty if that is not configured. */
    public Optional<ContainerLogins> containerLogins() {
        return settings.enabled() && settings.containerLogins()
                ? Optional.of(components.containerLogins())
                : Optional.empty();
    }

    /** Does what is due at the end of a response. */
    public ResponseOutcomes outcomes() {
        return components.outcomes();
    }

    /** Tells adaptive policies how the application answers. */
    public ObservedResponses responses() {
        return components.responses();
    }

    /** Logs, once a minute, that a call was refused when its response could no longer be replaced. */
    public void reportLate(Throwable refusal) {
        lateRefusals.warn("a call was refused when its response was on its way already", refusal);
    }

    /** Decides about calls that no request causes. */
    public CallsWithoutRequest callsWithoutRequest() {
        return components.callsWithoutRequest();
    }

    /** Runs {@code then} once, when {@code future} is done or soon after; it must not block. */
    public void whenDone(Future<?> future, Runnable then) {
        Futures.whenDone(future, background, then);
    }

    /** Runs {@code task}, which must not block, after {@code millis}; now if the application has ended. */
    public Future<?> later(long millis, Runnable task) {
        try {
            return background.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            task.run();
            return CompletableFuture.completedFuture(null);
        }
    }

    /** The limiter that applications inject. */
    public RateLimiter limiter() {
        return components.engine();
    }

    /** How well Weir does, as of the last second. */
    public Health health() {
        return observation.health();
    }

    /** What those who operate the application can see and change. */
    public Operations operations() {
        return operations;
    }

    /** The module of {@code type}; empty if the application does not have it. */
    <M extends WeirModule> Optional<M> module(Class<M> type) {
        return Optional.ofNullable(modules.find(type));
    }

    /** The control that applications inject. */
    public LimitControl control() {
        return components.control();
    }

    /** Sets the deployment after the start. */
    void deployedAs(Deployment found) {
        deployment = found;
        String before = namespace.get();
        namespace.deployedAs(found);
        if (!before.equals(namespace.get())) {
            overrides.loadSoon();
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Ends what was started, once; a second caller waits for the first. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Threads.end(background);
            shutdown.close();
            RecordMethodCache.forgetApplication();
        }
    }
}
