package dev.weir.runtime;

import dev.weir.LimitControl;
import dev.weir.RateLimiter;
import dev.weir.config.Declaration;
import dev.weir.config.Settings;
import dev.weir.engine.CallPolicies;
import dev.weir.engine.Engine;
import dev.weir.engine.KeyCodec;
import dev.weir.engine.OperatorControl;
import dev.weir.engine.UserName;
import dev.weir.http.CallsWithoutRequest;
import dev.weir.http.ContainerLogins;
import dev.weir.http.KeyExtractor;
import dev.weir.http.Logins;
import dev.weir.http.RequestLimiter;
import dev.weir.http.ResponseOutcomes;
import dev.weir.http.TierSelector;
import dev.weir.lifecycle.Threads;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.match.ClientAddress;
import dev.weir.override.Overrides;
import dev.weir.override.SharedOverrides;
import dev.weir.reply.HeaderFields;
import dev.weir.store.CounterStore;
import dev.weir.store.WaitBudget;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The components of one application, composed once and closed with it. Safe for use by many threads.
 *
 * <p>It has four phases. The CDI extension, if there is one, announces the declarations of beans. The servlet
 * container's initializer reads the configuration. A listener starts the runtime: from then on the container notifies
 * it if the deployment fails. The listener closes it. CDI closes it too, for what a bean started before there was a
 * listener.
 */
public final class WeirRuntime implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(WeirRuntime.class.getName());
    /** Makes the changes for which no operator is named. */
    private static final String THE_APPLICATION = "application";

    private static final Applications APPLICATIONS = Applications.rehearsed(WeirRuntime.class.getClassLoader());

    private final Policies policies;
    private final CounterStore store;
    private final Engine engine;
    private final ScheduledExecutorService background = Threads.ticker("weir-background");
    private final LoadedOverrides overrides;
    private final LimitControl control;
    private final Logins logins;
    private final ContainerLogins containerLogins;
    private final RequestLimiter requests;
    private final ResponseOutcomes outcomes;
    private final OncePerMinuteLog lateRefusals;
    private final CallsWithoutRequest callsWithoutRequest;
    private final Settings settings;
    private final Namespace namespace;
    private final String storeDescription;
    private final AtomicBoolean summarized = new AtomicBoolean();
    private volatile boolean closed;

    WeirRuntime(Policies policies, Deployment deployment) {
        InstantSource clock = InstantSource.system();
        OncePerMinuteLog problems = new OncePerMinuteLog(LOG, clock);
        this.lateRefusals = new OncePerMinuteLog(LOG, clock);
        this.policies = policies;
        this.settings = policies.settings();
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
        this.store = opened.store();
        this.storeDescription = opened.description();
        try {
            policies.prepareIn(store, opened.rosters());
            long timeoutMillis = settings.store().timeoutMillis();
            this.overrides = new LoadedOverrides(
                    new SharedOverrides(
                            opened.texts(),
                            namespace,
                            new Overrides(opened.clock(), settings.zone()),
                            new OncePerMinuteLog(LOG, clock)),
                    background);
            new ConfigRefresh(policies, LOG).every(settings.refreshMillis(), background);
            OncePerMinuteLog resolving = new OncePerMinuteLog(LOG, clock);
            TierSelector tiers = new TierSelector(
                    settings.tiers(),
                    (policy, key) -> overrides.shared().present().tier(policy, storedKey.textOf(key)),
                    policies.resolvers(),
                    resolving);
            this.engine = new Engine(
                    store,
                    storedKey,
                    (name, key) -> policies.counted(name, key, tiers),
                    new CallPolicies(settings.enabled()),
                    () -> new WaitBudget(timeoutMillis, System::nanoTime),
                    overrides.shared().present());
            this.control = new OperatorControl(
                    engine,
                    storedKey,
                    overrides.shared(),
                    opened.clock(),
                    settings.zone(),
                    Set.copyOf(settings.tiers().names()),
                    () -> THE_APPLICATION);
            this.logins = LoginCounting.of(policies, opened, storedKey, namespace, background, resolving);
            this.requests = new RequestLimiter(
                    policies::settings,
                    policies::find,
                    engine,
                    new KeyExtractor(policies.resolvers(), resolving),
                    tiers,
                    opened.rosters(),
                    logins,
                    new HeaderFields(settings.headers(), clock),
                    problems);
            this.outcomes = new ResponseOutcomes(policies::settings, policies::find, engine, logins, problems);
            this.containerLogins = new ContainerLogins(requests, engine, outcomes, logins, policies::find);
            this.callsWithoutRequest = new CallsWithoutRequest(requests, outcomes, settings.withoutRequest());
        } catch (RuntimeException | Error e) {
            // for example because a cache cannot be opened: there is no other reference to the store
            Threads.end(background);
            store.close();
            throw e;
        }
    }

    /**
     * Stores what a CDI container announces; runtimes that start later use it.
     *
     * @param application the class loader of the application, or of the EAR that has one container
     */
    public static void announce(ClassLoader application, Bootstrap found) {
        APPLICATIONS.announce(application, found);
    }

    /** Returns the announcement of an application's CDI container, if there is one. */
    public static Optional<Bootstrap> announced(ClassLoader application) {
        return APPLICATIONS.announced(application);
    }

    /** Stores the facts of the servlet container about an application; runtimes that start later use them. */
    public static void deployedAs(ClassLoader application, Deployment found) {
        APPLICATIONS.deployedAs(application, found);
    }

    /**
     * Reads the configuration of an application; if it was read before, adds declarations. Starts nothing that would
     * have to be ended: a container need not notify a listener that was not called yet that the deployment failed.
     *
     * @throws dev.weir.config.InvalidConfigurationException if the configuration is wrong
     */
    public static Policies prepare(ClassLoader application, List<Declaration> declared) {
        return APPLICATIONS.prepare(application, declared);
    }

    /** Starts the runtime of an application, unless it runs already, and logs once what is limited where. */
    public static void start(ClassLoader application) {
        WeirRuntime started = APPLICATIONS.start(application);
        OperationLimits limits = new OperationLimits(started.policies, APPLICATIONS.deployment(application));
        APPLICATIONS.waitingFor(application).forEach(each -> each.accept(limits));
        if (started.summarized.compareAndSet(false, true)) {
            started.summarize(APPLICATIONS.deployment(application));
        }
    }

    /**
     * Returns the runtime of the application that this thread works for; starts it if it was not started before. A
     * closed runtime is returned unchanged: a request that outlives its application is decided without the cluster.
     */
    public static WeirRuntime currentOrStarted() {
        return APPLICATIONS.current();
    }

    /** Closes the runtimes of an application or an EAR, if there are any. */
    public static void close(ClassLoader application) {
        APPLICATIONS.close(application);
    }

    /**
     * Passes the limits of the operations of the application that this thread works for to {@code description}: now, or
     * when the application has started. Starts nothing.
     */
    public static void describe(Consumer<OperationLimits> description) {
        APPLICATIONS.limitsOr(description).ifPresent(description);
    }

    private void summarize(Deployment deployment) {
        StartUpSummary summary = new StartUpSummary(
                deployment, namespace.get(), storeDescription, policies.settings(), policies.declarations());
        LOG.log(System.Logger.Level.INFO, summary.text());
        List<String> concerns = new ArrayList<>(summary.concerns());
        policies.undelivered(Thread.currentThread().getContextClassLoader()).ifPresent(concerns::add);
        if (!concerns.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Weir found " + concerns.size() + " thing(s) that are probably not meant so:\n  "
                            + String.join("\n  ", concerns));
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
        return requests;
    }

    /** Counts logins by username. */
    public Logins logins() {
        return logins;
    }

    /** Counts the logins that the container makes; empty if that is not configured. */
    public Optional<ContainerLogins> containerLogins() {
        return settings.enabled() && settings.containerLogins() ? Optional.of(containerLogins) : Optional.empty();
    }

    /** Gives back what a response does not count. */
    public ResponseOutcomes outcomes() {
        return outcomes;
    }

    /** Logs, once a minute, that a call was refused when its response could no longer be replaced. */
    public void reportLate(Throwable refusal) {
        lateRefusals.warn("a call was refused when its response was on its way already", refusal);
    }

    /** Decides about calls that no request causes. */
    public CallsWithoutRequest callsWithoutRequest() {
        return callsWithoutRequest;
    }

    /** The limiter that applications inject. */
    public RateLimiter limiter() {
        return engine;
    }

    /** The control that applications inject. */
    public LimitControl control() {
        return control;
    }

    /** Sets the deployment after the start. */
    void deployedAs(Deployment found) {
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
            store.close();
            RecordMethodCache.forgetApplication();
        }
    }
}
