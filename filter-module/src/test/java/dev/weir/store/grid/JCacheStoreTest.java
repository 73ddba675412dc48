package dev.weir.store.grid;

import com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider;
import dev.weir.store.CounterStore;
import dev.weir.store.CounterStoreContract;
import dev.weir.store.StoreFixtures;
import java.time.InstantSource;
import javax.cache.CacheManager;
import javax.cache.Caching;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A JCache that is not Hazelcast: two stores on one cache manager stand for two instances. */
class JCacheStoreTest extends CounterStoreContract {

    private static CacheManager manager;
    private static CounterStore store;
    private static CounterStore other;

    @BeforeAll
    static void openTwoStores() {
        manager = Caching.getCachingProvider(CaffeineCachingProvider.class.getName())
                .getCacheManager();
        store = open();
        other = open();
    }

    private static CounterStore open() {
        Grid grid = new JCacheGrid(manager, InstantSource.system());
        return StoreFixtures.store(grid);
    }

    @AfterAll
    static void close() {
        store.close();
        other.close();
        manager.close();
    }

    @Override
    protected CounterStore store() {
        return store;
    }

    @Override
    protected CounterStore otherInstance() {
        return other;
    }
}
