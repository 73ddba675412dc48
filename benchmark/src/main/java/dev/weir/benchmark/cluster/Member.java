package dev.weir.benchmark.cluster;

import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.cache.ICache;
import com.hazelcast.config.CacheConfig;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.weir.RateLimiter;
import dev.weir.benchmark.Weir;
import dev.weir.benchmark.outbound.PacedCalls;
import dev.weir.benchmark.outbound.Pacer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ModifiedExpiryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The member of the cluster in this JVM: Weir started it, the peers use it as well. The caches of the peers are
 * configured like Weir's own: one asynchronous backup, a million entries, an expiry.
 */
final class Member {

    private static final int ENTRIES = 1_000_000;
    private static final Duration EXPIRY = new Duration(TimeUnit.MINUTES, 68);

    private final RateLimiter limiter;
    private final @Nullable HazelcastInstance hazelcast;
    private final Map<String, Pacer> pacers = new ConcurrentHashMap<>();
    /** Whether caches that are created from now on count from their first entry. */
    private volatile boolean counting;

    private Member(RateLimiter limiter, @Nullable HazelcastInstance hazelcast) {
        this.limiter = limiter;
        this.hazelcast = hazelcast;
    }

    private CacheManager caches() {
        return Caching.getCachingProvider(HazelcastCachingProvider.MEMBER_CACHING_PROVIDER)
                .getCacheManager(null, null, HazelcastCachingProvider.propertiesByInstanceItself(hazelcast()));
    }

    /** Starts Weir with the system's properties. */
    static Member start() {
        RateLimiter limiter = Weir.start();
        return new Member(
                limiter, Hazelcast.getAllHazelcastInstances().stream().findAny().orElse(null));
    }

    RateLimiter limiter() {
        return limiter;
    }

    /** The number of members of the cluster; one without a cluster. */
    int members() {
        return hazelcast == null ? 1 : hazelcast.getCluster().getMembers().size();
    }

    /**
     * The Hazelcast instance that Weir started.
     *
     * @throws IllegalStateException if Weir has no cluster
     */
    HazelcastInstance hazelcast() {
        if (hazelcast == null) {
            throw new IllegalStateException("there is no member: ratelimit.store is local");
        }
        return hazelcast;
    }

    /** The milliseconds by which the cluster's clock on this member is ahead of the machine's clock. */
    long clockOffsetMillis() {
        return hazelcast().getCluster().getClusterTime() - System.currentTimeMillis();
    }

    /** Returns a cache of a peer; the first member that calls this creates it. */
    @SuppressWarnings("unchecked")
    <V> ICache<String, V> cache(String name, Class<V> type) {
        javax.cache.Cache<String, V> existing = caches().getCache(name, String.class, type);
        if (existing != null) {
            return existing.unwrap(ICache.class);
        }
        CacheConfig<String, V> config = new CacheConfig<>(name);
        config.setTypes(String.class, type)
                .setExpiryPolicyFactory(ModifiedExpiryPolicy.factoryOf(EXPIRY))
                .setStatisticsEnabled(counting);
        config.setBackupCount(0)
                .setAsyncBackupCount(1)
                .setEvictionConfig(new EvictionConfig()
                        .setMaxSizePolicy(MaxSizePolicy.ENTRY_COUNT)
                        .setEvictionPolicy(EvictionPolicy.LRU)
                        .setSize(ENTRIES));
        return caches().createCache(name, config).unwrap(ICache.class);
    }

    /**
     * Makes calls to a service: the limiter, the limit of all members together in a second, the number of members, the
     * address and the number of calls.
     */
    PacedCalls.Result pace(List<String> arguments) throws Exception {
        Pacer pacer = pacers.computeIfAbsent(
                arguments.get(0),
                name -> Pacer.of(
                        name,
                        Integer.parseInt(arguments.get(1)),
                        Integer.parseInt(arguments.get(2)),
                        cache -> cache(cache, byte[].class)));
        return new PacedCalls(arguments.get(3)).run(pacer, Integer.parseInt(arguments.get(4)));
    }

    /** Returns a map of a peer. */
    IMap<String, byte[]> map(String name) {
        hazelcast()
                .getConfig()
                .addMapConfig(new MapConfig(name)
                        .setBackupCount(0)
                        .setAsyncBackupCount(1)
                        .setTimeToLiveSeconds((int) TimeUnit.MINUTES.toSeconds(EXPIRY.getDurationAmount()))
                        .setStatisticsEnabled(false));
        return hazelcast().getMap(name);
    }

    /**
     * Counts accesses to all caches from now on. A partition of a cache that was there before does not count, and
     * refuses the entry processors of Bucket4j from then on.
     */
    void countAccesses() {
        counting = true;
        allCaches().forEach(cache -> cache.getCacheManager().enableStatistics(cache.getName(), true));
    }

    /**
     * The number of reads, writes and removals of entries that this member owns, since {@link #countAccesses}, by all
     * members.
     */
    long accesses() {
        return allCaches()
                .map(ICache::getLocalCacheStatistics)
                .mapToLong(each -> each.getCacheGets() + each.getCachePuts() + each.getCacheRemovals())
                .sum();
    }

    /**
     * The number of operations on entries that this member owns, since {@link #countAccesses}, by all members, in the
     * caches whose names begin with {@code prefix}. The statistics count a swap, a {@code putIfAbsent} and an entry
     * processor as one get, and as one put if they changed something; so gets and removals are the operations.
     */
    long operations(String prefix) {
        return allCaches()
                .filter(cache -> cache.getName().startsWith(prefix))
                .map(ICache::getLocalCacheStatistics)
                .mapToLong(each -> each.getCacheGets() + each.getCacheRemovals())
                .sum();
    }

    /**
     * The caches that were opened on this member, by Weir, which has a manager of its own, or by the benchmark. A cache
     * that was opened only on another member is missing.
     */
    private Stream<ICache<?, ?>> allCaches() {
        return hazelcast().getDistributedObjects().stream()
                .filter(ICache.class::isInstance)
                .<ICache<?, ?>>map(object -> (ICache<?, ?>) object)
                .filter(cache -> cache.getCacheManager() != null);
    }
}
