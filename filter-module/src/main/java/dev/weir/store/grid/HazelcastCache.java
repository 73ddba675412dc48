package dev.weir.store.grid;

import com.hazelcast.cache.ICache;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A cache of Hazelcast. Immutable; safe for use by many threads.
 *
 * @param cache the cache at present: another one after the grid was restarted
 * @param owners which member has a key
 */
record HazelcastCache(
        Supplier<ICache<String, String>> cache, Function<String, Object> owners, CallbackExecutor callbacks)
        implements SharedCache {

    @Override
    public Object ownerOf(String id) {
        return owners.apply(id);
    }

    @Override
    public CompletionStage<@Nullable String> get(String id) {
        return callbacks.start(() -> cache.get().getAsync(id));
    }

    @Override
    public CompletionStage<Boolean> putIfAbsent(String id, String text) {
        return callbacks.start(() -> cache.get().putIfAbsentAsync(id, text));
    }

    @Override
    public CompletionStage<Boolean> replace(String id, String expected, String text) {
        return callbacks.start(() -> cache.get().replaceAsync(id, expected, text));
    }
}
