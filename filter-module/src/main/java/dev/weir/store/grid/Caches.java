package dev.weir.store.grid;

import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.Configuration;

/** Opens caches that all instances use under one name. */
final class Caches {

    private Caches() {}

    /** The cache of that name; created with {@code configuration} if no instance has done so before. */
    static Cache<String, String> getOrCreate(
            CacheManager manager, String name, Supplier<? extends Configuration<String, String>> configuration) {
        Cache<String, String> existing = manager.getCache(name, String.class, String.class);
        if (existing != null) {
            return existing;
        }
        try {
            return manager.createCache(name, configuration.get());
        } catch (CacheException e) {
            Cache<String, String> ofAnother = manager.getCache(name, String.class, String.class);
            if (ofAnother == null) {
                throw e;
            }
            // another instance has created it meanwhile
            return ofAnother;
        }
    }
}
