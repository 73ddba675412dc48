package dev.weir.store;

import com.hazelcast.cache.HazelcastCacheManager;
import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.cache.ICache;
import com.hazelcast.cache.impl.HazelcastServerCachingProvider;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;

/**
 * Hazelcast, of the application server or of our own. With {@link HazelcastSetup} and {@link HazelcastEvents} the only class of
 * Weir that knows it.
 */
final class HazelcastGrid implements Grid {

    private static final String WARM_UP = "weir";
    private static final System.Logger LOG = System.getLogger(HazelcastGrid.class.getName());

    private final Supplier<@Nullable Object> lookUp;
    private final int maxKeys;
    private final boolean own;
    private final ClusterClock clock;
    private final Map<Retention, ICache<String, String>> caches = new ConcurrentHashMap<>();
    private final FollowUps followUps = new FollowUps();
    /** For what waits for the whole cluster: when that hangs, nothing else does. */
    private final ExecutorService patient = Threads.daemons("weir-grid-patient", 1, 1);

    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Connection connection;
    private volatile int lastMembers = 1;
    private volatile boolean full;
    private final Shutdown shutdown = new Shutdown();
    private final HazelcastEvents events = new HazelcastEvents();

    private HazelcastGrid(
            Connection connection,
            Supplier<@Nullable Object> lookUp,
            int maxKeys,
            boolean own,
            InstantSource wallClock) {
        this.connection = connection;
        this.lookUp = lookUp;
        this.maxKeys = maxKeys;
        this.own = own;
        this.clock = new ClusterClock(wallClock, connection.clusterMillis());
        if (own) {
            shutdown.add("the Hazelcast member", connection.instance::shutdown);
        }
        shutdown.add("the threads of the grid", followUps::close);
        shutdown.add("the listeners of the grid", events);
        shutdown.add("the thread that looks after the grid", () -> Threads.end(patient));
    }

    private record Connection(CacheManager manager, HazelcastInstance instance) {

        /** Empty if {@code manager} is not Hazelcast's. */
        static Optional<Connection> behind(@Nullable Object manager) {
            // unwrap(HazelcastCacheManager.class) throws: it knows the class of the manager only
            return manager instanceof HazelcastCacheManager hazelcast
                    ? Optional.of(new Connection(hazelcast, hazelcast.getHazelcastInstance()))
                    : Optional.empty();
        }

        boolean isAlive() {
            return instance.getLifecycleService().isRunning();
        }

        long clusterMillis() {
            return instance.getCluster().getClusterTime();
        }
    }

    /**
     * The grid behind what {@code lookUp} finds; empty if that is not Hazelcast's.
     *
     * @param lookUp finds the server's cache manager, another one when the server has restarted its grid
     */
    static Optional<Grid> behind(Supplier<@Nullable Object> lookUp, int maxKeys, InstantSource wallClock) {
        return Connection.behind(lookUp.get())
                .map(found -> new HazelcastGrid(found, lookUp, maxKeys, false, wallClock));
    }

    /** Starts a member of our own; takes seconds. */
    static Grid start(StoreSettings.Embedded embedded, int maxKeys, InstantSource wallClock) {
        HazelcastInstance instance = HazelcastSetup.start(embedded);
        try {
            // a provider of our own: the shared one gives everybody the manager of whoever asked first
            CacheManager manager = new HazelcastServerCachingProvider()
                    .getCacheManager(null, null, HazelcastCachingProvider.propertiesByInstanceItself(instance));
            return new HazelcastGrid(new Connection(manager, instance), () -> null, maxKeys, true, wallClock);
        } catch (RuntimeException | Error e) {
            instance.shutdown();
            throw e;
        }
    }

    /**
     * On a thread apart: Payara binds a cache to the application that its creator works for, and then every operation on it,
     * on every member, takes up that application's context first.
     */
    @Override
    public SharedCache cache(Retention retention) {
        // not by computeIfAbsent, which would wait with a lock held; to open a cache twice does no harm
        if (!caches.containsKey(retention)) {
            caches.putIfAbsent(retention, Threads.apart("weir-grid-open", () -> open(connection, retention)));
        }
        return new AsyncCache(retention);
    }

    private static ICache<String, String> open(Connection connection, Retention retention) {
        Cache<String, String> cache =
                Caches.getOrCreate(connection.manager, retention.cacheName(), () -> HazelcastSetup.cache(retention));
        ICache<String, String> opened = cache.unwrap(icache());
        // the first operation loads many classes: no request shall wait for that
        var unused = opened.getAsync(WARM_UP);
        return opened;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Class<ICache<String, String>> icache() {
        return (Class) ICache.class;
    }

    /** While the member shuts down, as many as there were. */
    @Override
    public int members() {
        try {
            lastMembers =
                    Math.max(1, connection.instance.getCluster().getMembers().size());
        } catch (HazelcastInstanceNotActiveException e) {
            // the last known number stands
        }
        return lastMembers;
    }

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public void listen(Membership membership) {
        events.listen(connection.instance, membership);
    }

    /** Counts the entries, and finds the grid again if the server has restarted it; whatever waits does so elsewhere. */
    @Override
    public void tick() {
        if (looking.compareAndSet(false, true)) {
            try {
                patient.execute(this::lookOnce);
            } catch (RuntimeException | Error e) {
                // no thread can be made at present, or the grid is closed
                looking.set(false);
                throw e;
            }
        }
    }

    private void lookOnce() {
        try {
            look();
        } catch (RuntimeException | Error e) {
            // the next look is a second away
            LOG.log(System.Logger.Level.DEBUG, "cannot look after the grid", e);
        } finally {
            looking.set(false);
        }
    }

    private void look() {
        if (connection.isAlive()) {
            clock.look(connection.clusterMillis());
            full = caches.values().stream().mapToLong(ICache::size).sum() >= maxKeys;
        } else {
            Connection.behind(lookUp.get()).filter(Connection::isAlive).ifPresent(this::reconnect);
        }
    }

    private void reconnect(Connection found) {
        Map<Retention, ICache<String, String>> opened = new HashMap<>(caches);
        opened.replaceAll((retention, stale) -> Threads.apart("weir-grid-open", () -> open(found, retention)));
        // not before all are open: what fails is tried again with the next look
        connection = found;
        caches.putAll(opened);
        events.move(found.instance);
        LOG.log(System.Logger.Level.WARNING, "the grid was restarted: counters are shared through {0}", describe());
    }

    @Override
    public String describe() {
        String whose = own ? "a Hazelcast member of its own" : "the server's Hazelcast";
        return whose + ", cluster \"" + connection.instance.getConfig().getClusterName() + "\", " + members()
                + " member(s) at present";
    }

    @Override
    public void close() {
        shutdown.close();
    }

    private final class AsyncCache implements SharedCache {

        private static final String NOBODY = "nobody";

        private final Retention retention;

        AsyncCache(Retention retention) {
            this.retention = retention;
        }

        @Override
        public Object ownerOf(String id) {
            try {
                Member owner = connection
                        .instance
                        .getPartitionService()
                        .getPartition(id)
                        .getOwner();
                return owner == null ? NOBODY : owner.getUuid();
            } catch (HazelcastInstanceNotActiveException e) {
                return NOBODY;
            }
        }

        @Override
        public CompletionStage<@Nullable String> get(String id) {
            return followUps.start(() -> cache().getAsync(id));
        }

        @Override
        public CompletionStage<Boolean> putIfAbsent(String id, String text) {
            return followUps.start(() -> cache().putIfAbsentAsync(id, text));
        }

        @Override
        public CompletionStage<Boolean> replace(String id, String expected, String text) {
            return followUps.start(() -> cache().replaceAsync(id, expected, text));
        }

        private ICache<String, String> cache() {
            return Objects.requireNonNull(caches.get(retention), "opened before");
        }
    }
}
