package dev.weir.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What this instance knows of its keys, at most so many. Safe for use by many threads.
 *
 * <p>When it is full, the least wanted make room, but never one that is {@link Shortcut#isNeeded needed}: a flood of new keys
 * frees nobody. Those have a bound of their own, as many again.
 */
final class KeyTable<V extends Shortcut> {

    private final InstantSource clock;
    private final long maxKeys;
    private final Function<CounterId, V> maker;
    private final Cache<CounterName, V> wanted;
    /** What had to make room, and is needed all the same. */
    private final Map<CounterName, V> kept = new ConcurrentHashMap<>();

    KeyTable(InstantSource clock, long maxKeys, Function<CounterId, V> maker) {
        this.clock = clock;
        this.maxKeys = maxKeys;
        this.maker = maker;
        this.wanted = Caffeine.newBuilder()
                .maximumSize(maxKeys)
                .executor(Runnable::run)
                .evictionListener(
                        (@Nullable CounterName name, @Nullable V value, RemovalCause cause) -> keepIfNeeded(value))
                .build();
    }

    /** What is known of {@code id}; made if nothing is. */
    V get(CounterId id) {
        V known = wanted.getIfPresent(id);
        return known != null ? known : add(id);
    }

    private V add(CounterId id) {
        V before = kept.get(id);
        V added = before != null ? before : maker.apply(id);
        return wanted.get(added, name -> {
            // somebody may have been quicker, to make one or to move it
            V now = kept.remove(name);
            return now != null ? now : added;
        });
    }

    private void keepIfNeeded(@Nullable V value) {
        if (value != null && kept.size() < maxKeys && value.isNeeded(clock.millis())) {
            kept.put(value, value);
        }
    }

    /** Forgets {@code id}. */
    void remove(CounterId id) {
        kept.remove(id);
        wanted.invalidate(id);
    }

    void forEach(Consumer<V> action) {
        wanted.asMap().values().forEach(action);
        kept.values().forEach(action);
    }

    /** Lets go of what is needed no more. */
    void sweep() {
        long now = clock.millis();
        kept.values().removeIf(value -> !value.isNeeded(now));
        wanted.asMap().values().removeIf(value -> value.isForgotten(now));
    }

    long size() {
        wanted.cleanUp();
        return wanted.estimatedSize() + kept.size();
    }
}
