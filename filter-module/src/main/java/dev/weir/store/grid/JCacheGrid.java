package dev.weir.store.grid;

import dev.weir.lifecycle.Threads;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Any JCache. Its calls block, so they run on four threads of this grid; when these hang and their queue is full, calls
 * fail at once. JCache has no members, so an instance that counts alone has the whole limit.
 */
final class JCacheGrid implements Grid {

    private static final int THREADS = 4;
    private static final int QUEUE = 1_000;

    private final CacheManager manager;
    private final InstantSource clock;
    private final ExecutorService executor;
    private final Map<CacheSettings, Cache<String, String>> caches = new ConcurrentHashMap<>();

    public JCacheGrid(CacheManager manager, InstantSource clock) {
        this.manager = manager;
        this.clock = clock;
        this.executor = Threads.daemons("weir-jcache", THREADS, QUEUE);
    }

    @Override
    public SharedCache cache(Retention retention) {
        return open(CacheSettings.of(retention));
    }

    @Override
    public SharedCache noticeboard() {
        return open(CacheSettings.NOTICEBOARD);
    }

    @Override
    public SharedCache texts() {
        return open(CacheSettings.TEXTS);
    }

    @Override
    public SharedCache logins() {
        return open(CacheSettings.LOGINS);
    }

    @Override
    public SharedCache slots() {
        return open(CacheSettings.SLOTS);
    }

    @Override
    public SharedCache reports() {
        return open(CacheSettings.REPORTS);
    }

    /** JCache has no pages of a given size. */
    @Override
    public Iterator<String> ids(int page) {
        return new CounterIds(
                caches.keySet(),
                settings -> Objects.requireNonNull(caches.get(settings)).iterator());
    }

    private SharedCache open(CacheSettings settings) {
        Cache<String, String> cache = Caches.getOrCreate(
                manager,
                settings.name(),
                () -> new MutableConfiguration<String, String>()
                        .setTypes(String.class, String.class)
                        .setExpiryPolicyFactory(settings.expiry()));
        caches.put(settings, cache);
        return new BlockingCache(cache, executor);
    }

    /** JCache passes nothing on. */
    @Override
    public boolean hint(String text) {
        return false;
    }

    @Override
    public void onHint(Consumer<String> listener) {
        // JCache passes nothing on
    }

    @Override
    public int members() {
        return 1;
    }

    /** JCache has no such operation; its provider has a bound of its own. */
    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void listen(Membership membership) {
        // JCache has no members
    }

    @Override
    public void tick() {
        // no maintenance
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public String describe() {
        return "JCache of " + manager.getCachingProvider().getClass().getName();
    }

    /** Ends the threads; the manager and its caches belong to others. */
    @Override
    public void close() {
        Threads.end(executor);
    }

    private record BlockingCache(Cache<String, String> cache, ExecutorService executor) implements SharedCache {

        @Override
        public Object ownerOf(String id) {
            return "the server's JCache";
        }

        @Override
        public CompletionStage<@Nullable String> get(String id) {
            return call(() -> cache.get(id));
        }

        @Override
        public CompletionStage<Boolean> putIfAbsent(String id, String text) {
            return call(() -> cache.putIfAbsent(id, text));
        }

        @Override
        public CompletionStage<Boolean> replace(String id, String expected, String text) {
            return call(() -> cache.replace(id, expected, text));
        }

        private <T extends @Nullable Object> CompletionStage<T> call(Callable<T> operation) {
            CompletableFuture<T> result = new CompletableFuture<>();
            try {
                executor.execute(() -> {
                    try {
                        result.complete(operation.call());
                    } catch (Exception | Error e) {
                        result.completeExceptionally(e);
                    }
                });
            } catch (RejectedExecutionException e) {
                result.completeExceptionally(e);
            }
            return result;
        }
    }
}
