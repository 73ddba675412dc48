package dev.weir.store.grid;

import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.cache.impl.HazelcastServerCachingProvider;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.instance.impl.LifecycleServiceImpl;
import dev.weir.store.StoreFixtures;
import dev.weir.store.StoreSettings;
import dev.weir.store.cluster.ClusterStore;
import java.time.InstantSource;
import javax.cache.CacheManager;

/** A Hazelcast member as an application server has one, which Weir does not start and does not end. */
public record ServerGrid(HazelcastInstance instance, CacheManager manager) implements AutoCloseable {

    public static ServerGrid start(StoreSettings.Embedded embedded) {
        HazelcastInstance instance = HazelcastSetup.start(embedded);
        CacheManager manager = new HazelcastServerCachingProvider()
                .getCacheManager(null, null, HazelcastCachingProvider.propertiesByInstanceItself(instance));
        return new ServerGrid(instance, manager);
    }

    /** The store of an application on this server. */
    ClusterStore store(int maxKeys) {
        return StoreFixtures.store(HazelcastGrid.behind(() -> manager, maxKeys, InstantSource.system())
                .orElseThrow());
    }

    int members() {
        return instance.getCluster().getMembers().size();
    }

    /** Tells everybody who listens that the cluster is one again. */
    void pretendToMerge() {
        LifecycleServiceImpl lifecycle = (LifecycleServiceImpl) instance.getLifecycleService();
        lifecycle.fireLifecycleEvent(LifecycleState.MERGING);
        lifecycle.fireLifecycleEvent(LifecycleState.MERGED);
    }

    @Override
    public void close() {
        instance.shutdown();
    }
}
