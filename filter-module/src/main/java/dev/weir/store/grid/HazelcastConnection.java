package dev.weir.store.grid;

import com.hazelcast.cache.HazelcastCacheManager;
import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.cache.ICache;
import com.hazelcast.cache.impl.HazelcastServerCachingProvider;
import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import dev.weir.lifecycle.Threads;
import dev.weir.store.SharedReports;
import dev.weir.store.StoreSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;

/** One instance of Hazelcast, and the manager of its caches. Immutable; safe for use by many threads. */
record HazelcastConnection(CacheManager manager, HazelcastInstance instance) {

    private static final String WARM_UP = "weir";
    private static final String NO_OWNER = "no member";

    /** The connection of {@code manager}; empty if that is not Hazelcast's. */
    static Optional<HazelcastConnection> behind(@Nullable Object manager) {
        // unwrap(HazelcastCacheManager.class) throws: it accepts the class of the manager only
        return manager instanceof HazelcastCacheManager hazelcast
                ? Optional.of(new HazelcastConnection(hazelcast, hazelcast.getHazelcastInstance()))
                : Optional.empty();
    }

    /** Starts a member of our own; takes seconds. */
    static HazelcastConnection start(StoreSettings.Embedded embedded) {
        HazelcastInstance instance = HazelcastSetup.start(embedded);
        try {
            // a provider of its own: the shared one returns the manager of the first application to all others
            CacheManager manager = new HazelcastServerCachingProvider()
                    .getCacheManager(null, null, HazelcastCachingProvider.propertiesByInstanceItself(instance));
            return new HazelcastConnection(manager, instance);
        } catch (RuntimeException | Error e) {
            instance.shutdown();
            throw e;
        }
    }

    boolean isAlive() {
        return instance.getLifecycleService().isRunning();
    }

    long clusterMillis() {
        return instance.getCluster().getClusterTime();
    }

    String clusterName() {
        return instance.getConfig().getClusterName();
    }

    /** How many members there are; empty while this one shuts down. */
    OptionalInt members() {
        try {
            return OptionalInt.of(Math.max(1, instance.getCluster().getMembers().size()));
        } catch (HazelcastInstanceNotActiveException e) {
            return OptionalInt.empty();
        }
    }

    /** The members at present; none while this one shuts down. */
    List<SharedReports.Member> roster() {
        try {
            return instance.getCluster().getMembers().stream()
                    .map(each -> new SharedReports.Member(
                            each.getUuid().toString(),
                            each.getAddress().getHost()
                                    + ':'
                                    + each.getAddress().getPort(),
                            each.localMember()))
                    .toList();
        } catch (HazelcastInstanceNotActiveException e) {
            return List.of();
        }
    }

    /** Which member has the entry of {@code key}. */
    Object ownerOf(String key) {
        try {
            Member owner = instance.getPartitionService().getPartition(key).getOwner();
            return owner == null ? NO_OWNER : owner.getUuid();
        } catch (HazelcastInstanceNotActiveException e) {
            return NO_OWNER;
        }
    }

    /**
     * Opens a cache, on a thread apart: Payara binds a cache to the application that its creator
     * works for, and then every operation on it, on every member, takes up that application's context first.
     */
    ICache<String, String> open(CacheSettings settings) {
        return Threads.apart("weir-grid-open", () -> {
            Cache<String, String> cache =
                    Caches.getOrCreate(manager, settings.name(), () -> HazelcastSetup.cache(settings));
            ICache<String, String> opened = cache.unwrap(icache());
            // the first operation loads many classes: no request shall wait for that
            var unused = opened.getAsync(WARM_UP);
            return opened;
        });
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Class<ICache<String, String>> icache() {
        return (Class) ICache.class;
    }
}
