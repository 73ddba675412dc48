package dev.weir.store;

import com.hazelcast.cache.HazelcastCacheManager;
import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.cache.ICache;
import com.hazelcast.cluster.Member;
import com.hazelcast.config.CacheConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.partition.Partition;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ModifiedExpiryPolicy;
import org.jspecify.annotations.Nullable;

/** Hazelcast, of the application server or of our own. The only class of Weir that knows it. */
final class HazelcastGrid implements Grid {

    private static final String DEFAULT_CLUSTER = "weir";
    private static final int ASYNC_BACKUPS = 1;
    private static final String WARM_UP = "weir";

    private final CacheManager manager;
    private final HazelcastInstance instance;
    private final int maxKeys;
    private final boolean own;
    private final InstantSource wallClock;
    private volatile int lastMembers = 1;
    private volatile long lastOffset;
    private final ExecutorService followUps = Threads.daemons("weir-grid", 2, Integer.MAX_VALUE);

    private HazelcastGrid(
            CacheManager manager, HazelcastInstance instance, int maxKeys, boolean own, InstantSource wallClock) {
        this.manager = manager;
        this.instance = instance;
        this.maxKeys = maxKeys;
        this.own = own;
        this.wallClock = wallClock;
    }

    /** The grid behind {@code manager}; empty if that is not Hazelcast's. */
    static Optional<Grid> behind(CacheManager manager, int maxKeys, InstantSource wallClock) {
        // unwrap(HazelcastCacheManager.class) throws: it knows the class of the manager only
        return manager instanceof HazelcastCacheManager hazelcast
                ? Optional.of(new HazelcastGrid(manager, hazelcast.getHazelcastInstance(), maxKeys, false, wallClock))
                : Optional.empty();
    }

    /** Starts a member of our own; takes seconds. */
    static Grid start(StoreSettings.Embedded embedded, int maxKeys, InstantSource wallClock) {
        Config config = embedded.config().map(HazelcastGrid::load).orElseGet(HazelcastGrid::quietConfig);
        embedded.clusterName().ifPresent(config::setClusterName);
        embedded.port().ifPresent(port -> config.getNetworkConfig().setPort(port));
        if (!embedded.members().isEmpty()) {
            JoinConfig join = config.getNetworkConfig().getJoin();
            join.getAutoDetectionConfig().setEnabled(false);
            join.getMulticastConfig().setEnabled(false);
            join.getTcpIpConfig().setEnabled(true).setMembers(embedded.members());
        }
        HazelcastInstance instance = Hazelcast.newHazelcastInstance(config);
        CacheManager manager = Caching.getCachingProvider(HazelcastCachingProvider.MEMBER_CACHING_PROVIDER)
                .getCacheManager(null, null, HazelcastCachingProvider.propertiesByInstanceItself(instance));
        return new HazelcastGrid(manager, instance, maxKeys, true, wallClock);
    }

    /** Without a file and without members: this machine only, and no talk with anybody outside. */
    static Config quietConfig() {
        Config config = new Config().setClusterName(DEFAULT_CLUSTER);
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "jdk");
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        // the default listens on every interface, whatever address the member goes by
        config.setProperty("hazelcast.socket.bind.any", "false");
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1");
        return config;
    }

    private static Config load(String location) {
        try {
            return new File(location).isFile() ? Config.loadFromFile(new File(location)) : loadFromClassPath(location);
        } catch (IOException e) {
            throw new IllegalStateException("ratelimit.embedded.config: cannot be read, was \"" + location + "\"", e);
        }
    }

    private static Config loadFromClassPath(String location) throws IOException {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream stream = loader.getResourceAsStream(location)) {
            if (stream == null) {
                throw new FileNotFoundException("no such file, and nothing of that name on the class path");
            }
            return Config.loadFromStream(stream);
        }
    }

    /**
     * On a thread apart: Payara binds a cache to the application that its creator works for, and then every operation on it,
     * on every member, takes up that application's context first.
     */
    @Override
    public SharedCache cache(Retention retention) {
        return Threads.apart("weir-grid-open", () -> open(retention));
    }

    private SharedCache open(Retention retention) {
        Cache<String, String> cache =
                Caches.getOrCreate(manager, retention.cacheName(), () -> configuration(retention));
        ICache<String, String> opened = cache.unwrap(icache());
        // the first operation loads many classes: no request shall wait for that
        var unused = opened.getAsync(WARM_UP);
        return new AsyncCache(opened, instance, followUps);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Class<ICache<String, String>> icache() {
        return (Class) ICache.class;
    }

    private CacheConfig<String, String> configuration(Retention retention) {
        Duration expiry = new Duration(TimeUnit.MILLISECONDS, retention.expiryMillis());
        CacheConfig<String, String> config = new CacheConfig<>(retention.cacheName());
        config.setTypes(String.class, String.class)
                .setExpiryPolicyFactory(ModifiedExpiryPolicy.factoryOf(expiry))
                .setStatisticsEnabled(false)
                .setManagementEnabled(false);
        config.setInMemoryFormat(InMemoryFormat.BINARY)
                // a synchronous backup on a frozen member would stall every write
                .setBackupCount(0)
                .setAsyncBackupCount(ASYNC_BACKUPS)
                // the default is 10,000 entries, and evicts counters that are in use
                .setEvictionConfig(new EvictionConfig()
                        .setMaxSizePolicy(MaxSizePolicy.ENTRY_COUNT)
                        .setEvictionPolicy(EvictionPolicy.LRU)
                        .setSize(maxKeys));
        return config;
    }

    /** While the member shuts down, as many as there were. */
    @Override
    public int members() {
        try {
            lastMembers = Math.max(1, instance.getCluster().getMembers().size());
        } catch (HazelcastInstanceNotActiveException e) {
            // the last known number stands
        }
        return lastMembers;
    }

    /** The cluster's time; while the member shuts down, the wall clock as far off as it was. */
    @Override
    public InstantSource clock() {
        return () -> Instant.ofEpochMilli(clusterMillis());
    }

    private long clusterMillis() {
        try {
            long millis = instance.getCluster().getClusterTime();
            lastOffset = millis - wallClock.millis();
            return millis;
        } catch (HazelcastInstanceNotActiveException e) {
            return wallClock.millis() + lastOffset;
        }
    }

    @Override
    public String describe() {
        String whose = own ? "a Hazelcast member of its own" : "the server's Hazelcast";
        return whose + ", cluster \"" + instance.getConfig().getClusterName() + "\", " + members()
                + " member(s) at present";
    }

    @Override
    public void close() {
        followUps.shutdownNow();
        if (own) {
            instance.shutdown();
        }
    }

    /**
     * Answers arrive on Hazelcast's own threads, and are passed on there: that costs no switch. But Hazelcast refuses
     * operations that start on these threads; one that follows from an answer starts on a thread of ours.
     */
    private record AsyncCache(ICache<String, String> cache, HazelcastInstance instance, Executor followUps)
            implements SharedCache {

        private static final String NOBODY = "nobody";
        private static final ThreadLocal<Boolean> PASSING_ON = ThreadLocal.withInitial(() -> false);

        @Override
        public Supplier<Object> ownerOf(String id) {
            try {
                Partition partition = instance.getPartitionService().getPartition(id);
                return () -> nameOf(partition.getOwner());
            } catch (HazelcastInstanceNotActiveException e) {
                return () -> NOBODY;
            }
        }

        private static Object nameOf(@Nullable Member owner) {
            return owner == null ? NOBODY : owner.getUuid();
        }

        @Override
        public CompletionStage<@Nullable String> get(String id) {
            return start(() -> cache.getAsync(id));
        }

        @Override
        public CompletionStage<Boolean> putIfAbsent(String id, String text) {
            return start(() -> cache.putIfAbsentAsync(id, text));
        }

        @Override
        public CompletionStage<Boolean> replace(String id, String expected, String text) {
            return start(() -> cache.replaceAsync(id, expected, text));
        }

        private <T extends @Nullable Object> CompletionStage<T> start(Supplier<CompletionStage<T>> operation) {
            CompletableFuture<T> answer = new CompletableFuture<>();
            if (PASSING_ON.get()) {
                followUps.execute(() -> passOn(operation, answer));
            } else {
                passOn(operation, answer);
            }
            return answer;
        }

        private static <T extends @Nullable Object> void passOn(
                Supplier<CompletionStage<T>> operation, CompletableFuture<T> answer) {
            try {
                // without an executor Hazelcast hands each answer to a new thread, on a machine of two cores
                operation.get().whenCompleteAsync((value, failure) -> passOn(value, failure, answer), Runnable::run);
            } catch (RuntimeException | Error e) {
                // for example HazelcastInstanceNotActiveException, while the server shuts down
                answer.completeExceptionally(e);
            }
        }

        private static <T extends @Nullable Object> void passOn(
                T value, @Nullable Throwable failure, CompletableFuture<T> answer) {
            PASSING_ON.set(true);
            try {
                var unused = failure == null ? answer.complete(value) : answer.completeExceptionally(failure);
            } finally {
                PASSING_ON.remove();
            }
        }
    }
}
