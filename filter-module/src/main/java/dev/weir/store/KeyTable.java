package dev.weir.store;

import java.time.InstantSource;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What this instance knows of its keys, at most so many. Safe for use by many threads.
 *
 * <p>When it is full, what nobody asked for of late makes room: a hand goes round all keys, as in Corbató's clock algorithm, and
 * takes those that were not used since it came by. It leaves those that are {@link Shortcut#isNeeded needed}, so that a flood of
 * new keys frees nobody; of these there can be half as many again, and of those that are {@link Shortcut#isRefused refused} as
 * many again.
 */
final class KeyTable<V extends Shortcut> {

    /** So many keys the hand looks at when one is added: in the long run it keeps up if one in so many can go. */
    private static final int LOOKS = 32;

    private final InstantSource clock;
    private final long maxKeys;
    private final Function<CounterId, V> maker;
    private final Consumer<V> dropped;
    private final ConcurrentHashMap<CounterId, V> values = new ConcurrentHashMap<>();
    /** Guarded by this object. */
    private Iterator<V> hand = Collections.emptyIterator();

    /** @param dropped is told of what had to make room */
    KeyTable(InstantSource clock, long maxKeys, Function<CounterId, V> maker, Consumer<V> dropped) {
        this.clock = clock;
        this.maxKeys = maxKeys;
        this.maker = maker;
        this.dropped = dropped;
    }

    /** What is known of {@code id}; made if nothing is. */
    V get(CounterId id) {
        V known = values.get(id);
        if (known != null) {
            known.use();
            return known;
        }
        // not by computeIfAbsent, which holds up other keys: to make the first of a policy can open a cache
        V made = maker.apply(id);
        V before = values.putIfAbsent(id, made);
        makeRoom(LOOKS);
        return before != null ? before : made;
    }

    private void makeRoom(long looks) {
        if (values.mappingCount() > maxKeys) {
            moveHand(looks, clock.millis());
        }
    }

    private synchronized void moveHand(long looks, long now) {
        for (long i = 0; i < looks && values.mappingCount() > maxKeys; i++) {
            if (!hand.hasNext()) {
                hand = values.values().iterator();
            }
            // others may have removed all of them meanwhile
            if (hand.hasNext()) {
                lookAt(hand.next(), now);
            }
        }
    }

    private void lookAt(V value, long now) {
        long size = values.mappingCount();
        boolean idle = !value.wasUsed();
        boolean crowded = size > 2 * maxKeys || (size > maxKeys + maxKeys / 2 && !value.isRefused(now));
        if ((crowded || (idle && !value.isNeeded(now))) && values.remove(value.id(), value)) {
            dropped.accept(value);
        }
    }

    /** Forgets {@code id}. */
    void remove(CounterId id) {
        values.remove(id);
    }

    void forEach(Consumer<V> action) {
        values.values().forEach(action);
    }

    /** Lets go of what is needed no more. */
    void sweep() {
        long now = clock.millis();
        values.values().removeIf(value -> value.isForgotten(now));
        // in small steps, because whoever adds a key meanwhile waits for the hand
        for (long left = values.mappingCount(); left > 0; left -= LOOKS) {
            makeRoom(LOOKS);
        }
    }

    long size() {
        return values.mappingCount();
    }
}
