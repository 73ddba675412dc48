package dev.weir.runtime;

import dev.weir.RateLimiter;
import dev.weir.config.Declaration;
import dev.weir.config.Settings;
import dev.weir.engine.Engine;
import dev.weir.engine.KeyCodec;
import dev.weir.engine.UserName;
import dev.weir.http.CallsWithoutRequest;
import dev.weir.http.HeaderFields;
import dev.weir.http.KeyExtractor;
import dev.weir.http.RequestLimiter;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.match.ClientAddress;
import dev.weir.store.CounterStore;
import dev.weir.store.WaitBudget;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Everything that one application needs, put together once and closed with it. Safe for use by many threads.
 *
 * <p>Its life has four steps. The CDI extension, where there is one, announces what beans declare. The servlet container's
 * initializer reads the configuration. A listener starts the runtime: from then on the container tells if the deployment
 * fails. The listener closes it; CDI does too, which is for what a bean has started before there was a listener.
 */
public final class WeirRuntime implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(WeirRuntime.class.getName());
    private static final Applications APPLICATIONS = Applications.rehearsed(WeirRuntime.class.getClassLoader());

    private final Policies policies;
    private final CounterStore store;
    private final Engine engine;
    private final RequestLimiter requests;
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
            policies.prepareIn(store);
            long timeoutMillis = settings.store().timeoutMillis();
            this.engine = new Engine(
                    store, storedKey, policies::counted, () -> new WaitBudget(timeoutMillis, System::nanoTime));
            this.requests = new RequestLimiter(
                    settings,
                    policies::find,
                    engine,
                    new KeyExtractor(policies.resolvers(), new OncePerMinuteLog(LOG, clock)),
                    new HeaderFields(settings.headers(), clock),
                    problems);
            this.callsWithoutRequest = new CallsWithoutRequest(requests, settings.withoutRequest());
        } catch (RuntimeException | Error e) {
            // for example that a cache cannot be opened: nobody else knows the store
            store.close();
            throw e;
        }
    }

    /**
     * Says what a CDI container brings; what starts later makes use of it.
     *
     * @param application the class loader of the application, or of the EAR that has one container
     */
    public static void announce(ClassLoader application, Bootstrap found) {
        APPLICATIONS.announce(application, found);
    }

    /** What the CDI container of an application brings, if there is one that has said so. */
    public static Optional<Bootstrap> announced(ClassLoader application) {
        return APPLICATIONS.announced(application);
    }

    /** Says what the servlet container knows of an application; what starts later makes use of it. */
    public static void deployedAs(ClassLoader application, Deployment found) {
        APPLICATIONS.deployedAs(application, found);
    }

    /**
     * Reads the configuration of an application, or tells what has read it what else is declared. Begins nothing that would
     * have to be ended: a container need not tell a listener that was not called yet that the deployment failed.
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
     * The runtime of the application that this thread works for; started if nobody did before. One that is closed stays as
     * it is: a request that outlives its application is decided without the cluster.
     */
    public static WeirRuntime currentOrStarted() {
        return APPLICATIONS.current();
    }

    /** Ends the runtimes of an application or an EAR, if there are any. */
    public static void close(ClassLoader application) {
        APPLICATIONS.close(application);
    }

    /**
     * Tells {@code description} what limits the operations of the application that this thread works for: now, or when that
     * has started. Nothing is started for it.
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

    /** False if {@code ratelimit.enabled} is. */
    public boolean isEnabled() {
        return settings.enabled();
    }

    /** Roles whose holders are never limited. */
    public Set<String> exemptRoles() {
        return settings.exemptions().roles();
    }

    /** How the client's address is found. */
    public ClientAddress clientAddress() {
        return settings.clientAddress();
    }

    /** Which policies apply where. */
    public Policies policies() {
        return policies;
    }

    /** What decides about requests. */
    public RequestLimiter requests() {
        return requests;
    }

    /** Logs, once a minute, that a call was refused when its response could not be replaced any more. */
    public void reportLate(Throwable refusal) {
        lateRefusals.warn("a call was refused when its response was on its way already", refusal);
    }

    /** What decides about calls that no request causes. */
    public CallsWithoutRequest callsWithoutRequest() {
        return callsWithoutRequest;
    }

    /** What applications inject. */
    public RateLimiter limiter() {
        return engine;
    }

    /** Says late how the application is deployed. */
    void deployedAs(Deployment found) {
        namespace.deployedAs(found);
    }

    boolean isClosed() {
        return closed;
    }

    /** Ends what was started, once; a second caller waits for the first. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            store.close();
            RecordMethodCache.forgetApplication();
        }
    }
}
