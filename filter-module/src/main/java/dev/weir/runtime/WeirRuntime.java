package dev.weir.runtime;

import dev.weir.RateLimiter;
import dev.weir.config.AnnotatedPlaces;
import dev.weir.config.Declaration;
import dev.weir.config.PolicySettings;
import dev.weir.config.PropertySource;
import dev.weir.config.Settings;
import dev.weir.config.SettingsReader;
import dev.weir.core.Policy;
import dev.weir.engine.Engine;
import dev.weir.engine.StoredKey;
import dev.weir.http.HeaderFields;
import dev.weir.http.KeyResolvers;
import dev.weir.http.Keys;
import dev.weir.http.RequestLimiter;
import dev.weir.http.RequestLimiter.Use;
import dev.weir.http.RequestView;
import dev.weir.match.ClientAddress;
import dev.weir.match.PathPattern;
import dev.weir.store.CounterStore;
import dev.weir.store.Patience;
import dev.weir.store.RareLog;
import dev.weir.store.Stores;
import java.lang.reflect.Method;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    private static Surroundings surroundings = Surroundings.plain();

    private final PropertySource source;
    private final List<Declaration> declarations = new ArrayList<>();
    private final KeyResolvers resolvers;
    private final CounterStore store;
    private final Engine engine;
    private final RequestLimiter requests;
    private final Map<Place, List<Use>> usesAt = new ConcurrentHashMap<>();

    private volatile Settings settings;

    private WeirRuntime(PropertySource source, List<Declaration> declared, KeyResolvers resolvers) {
        this.source = source;
        this.resolvers = resolvers;
        this.settings = read(declared);
        declarations.addAll(declared);
        InstantSource clock = InstantSource.system();
        long timeoutMillis = settings.store().timeoutMillis();
        this.store = Stores.open(settings.store(), settings.enabled(), clock, ServerCacheManager::lookUp);
        this.engine = new Engine(
                store,
                new StoredKey(settings.clientAddress(), settings.keysSecret()),
                this::limiterPolicy,
                () -> new Patience(timeoutMillis, System::nanoTime));
        RareLog problems = new RareLog(LOG, clock);
        this.requests = new RequestLimiter(
                settings,
                this::policy,
                engine,
                new Keys(resolvers, problems),
                new HeaderFields(settings.headers(), clock),
                problems);
        prepare();
    }

    private record Place(Class<?> type, Method method) {}

    /** Says what a CDI container brings; what starts later makes use of it. */
    public static void announce(Surroundings found) {
        synchronized (LOCK) {
            surroundings = found;
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
            if (running != null) {
                running.declare(declared);
                return running;
            }
            Set<Declaration> all = new LinkedHashSet<>(surroundings.declarations());
            all.addAll(declared);
            WeirRuntime started = new WeirRuntime(PropertySource.detect(), List.copyOf(all), surroundings.resolvers());
            current = started;
            return started;
        }
    }

    /** The runtime of this application; started if nobody did before. */
    public static WeirRuntime currentOrStarted() {
        WeirRuntime running = current;
        return running != null ? running : start(List.of());
    }

    /** Ends the runtime of this application, if it has one. */
    public static void closeCurrent() {
        synchronized (LOCK) {
            WeirRuntime running = current;
            current = null;
            if (running != null) {
                running.close();
            }
        }
    }

    /** False if {@code ratelimit.enabled} is. */
    public boolean isEnabled() {
        return settings.enabled();
    }

    /** How the client's address is found. */
    public ClientAddress clientAddress() {
        return settings.clientAddress();
    }

    /** What decides about requests. */
    public RequestLimiter requests() {
        return requests;
    }

    /** What applications inject. */
    public RateLimiter limiter() {
        return engine;
    }

    /** The policies whose {@code match} covers {@code request}. */
    public List<Use> usesMatching(RequestView request) {
        List<Use> uses = new ArrayList<>();
        for (PolicySettings policy : settings.policies().values()) {
            for (PathPattern pattern : policy.match()) {
                if (pattern.matches(request.method(), request.path())) {
                    uses.add(use(policy, 1));
                    break;
                }
            }
        }
        return uses;
    }

    /** The policies of the annotations that hold for a method. */
    public List<Use> usesAt(Class<?> type, Method method) {
        return usesAt.computeIfAbsent(new Place(type, method), place -> {
            List<Use> uses = new ArrayList<>();
            for (AnnotatedPlaces.Use each : AnnotatedPlaces.of(type, method)) {
                for (PolicySettings policy : policies(each.declarations())) {
                    uses.add(use(policy, each.cost()));
                }
            }
            return List.copyOf(uses);
        });
    }

    /** The policies of a filter in {@code web.xml}. */
    public List<Use> usesOf(List<Declaration> declared) {
        return policies(declared).stream().map(policy -> use(policy, 1)).toList();
    }

    private static Use use(PolicySettings policy, long cost) {
        return new Use(policy, policy.configuredCost().orElse(cost));
    }

    private List<PolicySettings> policies(List<Declaration> declared) {
        declare(declared);
        return declared.stream()
                .map(declaration -> policy(declaration.policy()).orElseThrow())
                .toList();
    }

    private Optional<PolicySettings> policy(String name) {
        return Optional.ofNullable(settings.policies().get(name));
    }

    /** Where everything is turned off, {@link RateLimiter} counts nothing either. */
    private Optional<Policy> limiterPolicy(String name) {
        return policy(name).map(PolicySettings::policy).map(found -> isEnabled() ? found : found.off());
    }

    private void declare(List<Declaration> declared) {
        synchronized (declarations) {
            List<Declaration> all = new ArrayList<>(declarations);
            declared.stream().filter(each -> !all.contains(each)).forEach(all::add);
            if (all.size() > declarations.size()) {
                settings = read(all);
                declarations.clear();
                declarations.addAll(all);
                prepare();
            }
        }
    }

    private Settings read(List<Declaration> declared) {
        return SettingsReader.read(source, declared, resolvers::knows);
    }

    private void prepare() {
        settings.policies().values().forEach(policy -> store.prepare(policy.policy()));
    }

    @Override
    public void close() {
        store.close();
    }
}
