package dev.weir.store.memory;

import dev.weir.store.CounterId;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A bounded table of what this instance holds for each key. Safe for use by many threads.
 *
 * <p>A full table evicts by Corbató's clock algorithm: a hand goes round all entries and takes those that were not
 * referenced since it last passed. It leaves entries that are {@linkplain Entry#isPinned pinned}, so that a flood of
 * new keys frees no client. Pinned entries can exceed the maximum by half of it, {@linkplain Entry#isRefused refused}
 * ones by all of it.
 */
public final class KeyTable<V extends KeyTable.Entry> {

    /** Entries that are scanned when one is added: the table keeps its size if one in 32 can be evicted. */
    private static final int SCANNED_PER_ADDITION = 32;

    private final InstantSource clock;
    private final long maxKeys;
    private final Function<CounterId, V> maker;
    private final Consumer<V> evicted;
    private final ConcurrentHashMap<CounterId, V> entries = new ConcurrentHashMap<>();
    /** Guarded by this object. */
    private Iterator<V> hand = Collections.emptyIterator();

    private final LongAdder evictions = new LongAdder();

    /** What is known of one key. */
    public interface Entry {

        /** Whose counter this is. */
        CounterId id();

        /** Marks the entry as referenced. */
        void markReferenced();

        /** Clears the mark. Returns whether the entry was referenced since the last call. */
        boolean clearReferenced();

        /** Whether to evict this could admit a request too early, or lose a charge. */
        boolean isPinned(long nowMillis);

        /** Whether the key is known to be used up. */
        boolean isRefused(long nowMillis);

        /** Whether the key is known to be refused because of a block. */
        default boolean isBlocked(long nowMillis) {
            return false;
        }

        /** Whether this holds nothing that a new entry would not. */
        boolean isExpired(long nowMillis);

        /** Ends the use of this entry, which is about to be evicted. False if it is in use, and has to stay. */
        default boolean retire() {
            return true;
        }
    }

    /**
     * An empty table.
     *
     * @param evicted is passed each entry that was evicted
     */
    public KeyTable(InstantSource clock, long maxKeys, Function<CounterId, V> maker, Consumer<V> evicted) {
        this.clock = clock;
        this.maxKeys = maxKeys;
        this.maker = maker;
        this.evicted = evicted;
    }

    /** The entry of {@code id}; empty if there is none. */
    public Optional<V> find(CounterId id) {
        V known = entries.get(id);
        if (known != null) {
            known.markReferenced();
        }
        return Optional.ofNullable(known);
    }

    /** The entry of {@code id}, a new one if there is none. */
    public V get(CounterId id) {
        V known = entries.get(id);
        if (known != null) {
            known.markReferenced();
            return known;
        }
        // not by computeIfAbsent, which holds up other keys: to make the first of a policy can open a cache
        V made = maker.apply(id);
        V before = entries.putIfAbsent(id, made);
        evict(SCANNED_PER_ADDITION);
        return before != null ? before : made;
    }

    private void evict(long scanned) {
        if (entries.mappingCount() > maxKeys) {
            moveHand(scanned, clock.millis());
        }
    }

    private synchronized void moveHand(long scanned, long now) {
        for (long i = 0; i < scanned && entries.mappingCount() > maxKeys; i++) {
            if (!hand.hasNext()) {
                hand = entries.values().iterator();
            }
            // other threads may have removed all of them meanwhile
            if (hand.hasNext()) {
                scan(hand.next(), now);
            }
        }
    }

    private void scan(V entry, long now) {
        long size = entries.mappingCount();
        boolean idle = !entry.clearReferenced();
        boolean crowded = size > 2 * maxKeys || (size > maxKeys + maxKeys / 2 && !entry.isRefused(now));
        boolean goes = crowded || (idle && !entry.isPinned(now));
        if (goes && entry.retire() && entries.remove(entry.id(), entry)) {
            evictions.increment();
            evicted.accept(entry);
        }
    }

    /** Removes the entry of {@code id}. */
    public void remove(CounterId id) {
        entries.remove(id);
    }

    /** Passes each entry to {@code action}. */
    public void forEach(Consumer<V> action) {
        entries.values().forEach(action);
    }

    /** The ids of the entries, and of some that come or go meanwhile. */
    public Iterator<CounterId> ids() {
        return entries.keySet().iterator();
    }

    /** Evicts all entries that have expired. */
    public void sweep() {
        long now = clock.millis();
        entries.values().removeIf(entry -> entry.isExpired(now));
        // in small steps, because a request that adds a key meanwhile waits for the hand
        for (long left = entries.mappingCount(); left > 0; left -= SCANNED_PER_ADDITION) {
            evict(SCANNED_PER_ADDITION);
        }
    }

    /** How many keys are known to be refused because of a block. Looks at each entry. */
    public long blocked() {
        long now = clock.millis();
        long blocked = 0;
        for (V entry : entries.values()) {
            blocked += entry.isBlocked(now) ? 1 : 0;
        }
        return blocked;
    }

    /** How many entries made room for others so far. */
    public long evictions() {
        return evictions.sum();
    }

    /** How many entries there are. */
    public long size() {
        return entries.mappingCount();
    }
}
