package dev.weir.runtime;

import dev.weir.RateLimiter;
import dev.weir.config.Declaration;
import dev.weir.config.PropertySource;
import dev.weir.config.Settings;
import dev.weir.engine.Engine;
import dev.weir.engine.StoredKey;
import dev.weir.engine.UserName;
import dev.weir.http.CallsWithoutRequest;
import dev.weir.http.HeaderFields;
import dev.weir.http.Keys;
import dev.weir.http.RequestLimiter;
import dev.weir.log.RareLog;
import dev.weir.match.ClientAddress;
import dev.weir.store.CounterStore;
import dev.weir.store.Patience;
import dev.weir.store.Stores;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one application needs, put together once and closed with it. Safe for use by many threads.
 *
 * <p>The servlet container's initializer starts it while the application is deployed, with what the CDI extension announced
 * before, where there is one. The jar lies in {@code WEB-INF/lib}, so each application has classes, and with them a runtime,
 * of its own.
 */
public final class WeirRuntime implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(WeirRuntime.class.getName());
    private static final Object LOCK = new Object();
    private static volatile @Nullable WeirRuntime current;
    private static Optional<Surroundings> announced = Optional.empty();
    private static Deployment deployment = Deployment.UNKNOWN;

    private final Policies policies;
    private final CounterStore store;
    private final Engine engine;
    private final RequestLimiter requests;
    private final RareLog lateRefusals;
    private final CallsWithoutRequest callsWithoutRequest;
    private final Settings settings;
    private final Namespace namespace;
    private final String storeDescription;
    private boolean closed;
    private boolean summarized;

    private WeirRuntime(Policies policies, Deployment deployment) {
        InstantSource clock = InstantSource.system();
        RareLog problems = new RareLog(LOG, clock);
        this.lateRefusals = new RareLog(LOG, clock);
        this.policies = policies;
        this.settings = policies.settings();
        this.namespace = new Namespace(settings.namespace(), deployment);
        UnaryOperator<String> userName = settings.foldUserNames() ? UserName::fold : UnaryOperator.identity();
        StoredKey storedKey = new StoredKey(settings.clientAddress(), settings.keysSecret(), userName, namespace);
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
        prepare();
        long timeoutMillis = settings.store().timeoutMillis();
        this.engine =
                new Engine(store, storedKey, policies::counted, () -> new Patience(timeoutMillis, System::nanoTime));
        this.requests = new RequestLimiter(
                settings,
                policies::find,
                engine,
                new Keys(policies.resolvers(), new RareLog(LOG, clock)),
                new HeaderFields(settings.headers(), clock),
                problems);
        this.callsWithoutRequest = new CallsWithoutRequest(requests, settings.withoutRequest());
    }

    /** A store whose caches cannot be opened is not left behind. */
    private void prepare() {
        try {
            policies.prepareIn(store);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Says what a CDI container brings; what starts later makes use of it. */
    public static void announce(Surroundings found) {
        synchronized (LOCK) {
            announced = Optional.of(found);
        }
    }

    /** What a CDI container brings, if there is one that has said so. */
    public static Optional<Surroundings> announced() {
        synchronized (LOCK) {
            return announced;
        }
    }

    /** Says what the servlet container knows of the application; what starts later makes use of it. */
    public static void deployedAs(Deployment found) {
        synchronized (LOCK) {
            deployment = found;
            if (current != null && !current.closed) {
                current.namespace.deployedAs(found);
            }
        }
    }

    /**
     * Starts the runtime of this application, or tells the one that runs what else is declared.
     *
     * @throws dev.weir.config.InvalidConfigurationException if the configuration is wrong
     */
    public static WeirRuntime start(List<Declaration> declared) {
        synchronized (LOCK) {
            WeirRuntime running = current;
            if (running != null && !running.closed) {
                running.policies.declare(declared);
                return running;
            }
            Surroundings surroundings = announced.orElseGet(Surroundings::plain);
            Set<Declaration> all = new LinkedHashSet<>(surroundings.declarations());
            all.addAll(declared);
            WeirRuntime started = new WeirRuntime(
                    new Policies(PropertySource.detect(), List.copyOf(all), surroundings.resolvers()), deployment);
            current = started;
            return started;
        }
    }

    /**
     * The runtime of this application; started if nobody did before. One that is closed stays as it is: a request that
     * outlives its application is decided without the cluster.
     */
    public static WeirRuntime currentOrStarted() {
        WeirRuntime running = current;
        return running != null ? running : start(List.of());
    }

    /** Logs once what is limited where. To be called when all places have been found, before the first request. */
    public static void logSummary() {
        synchronized (LOCK) {
            WeirRuntime running = current;
            if (running != null && !running.summarized) {
                running.summarized = true;
                running.summarize(deployment);
            }
        }
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

    /** Ends the runtime of this application, if it has one. */
    public static void closeCurrent() {
        synchronized (LOCK) {
            WeirRuntime running = current;
            if (running != null && !running.closed) {
                running.closed = true;
                running.close();
            }
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

    @Override
    public void close() {
        store.close();
    }
}
