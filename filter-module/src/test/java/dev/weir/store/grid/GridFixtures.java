package dev.weir.store.grid;

import java.time.InstantSource;
import java.util.function.Supplier;
import javax.cache.CacheManager;

/** Grids for tests of other packages. */
public final class GridFixtures {

    private GridFixtures() {}

    /** The grid behind a server's Hazelcast. */
    public static Grid behind(Supplier<Object> server, int maxKeys) {
        return HazelcastGrid.behind(server, maxKeys, InstantSource.system()).orElseThrow();
    }

    /** The grid of any JCache. */
    public static Grid jcache(CacheManager manager) {
        return new JCacheGrid(manager, InstantSource.system());
    }
}
