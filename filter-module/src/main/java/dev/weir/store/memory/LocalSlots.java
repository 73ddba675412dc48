package dev.weir.store.memory;

import dev.weir.Source;
import dev.weir.log.OncePerMinuteLog;
import dev.weir.store.CounterId;
import dev.weir.store.Slots;
import dev.weir.store.WaitBudget;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Slots of an instance that shares nothing. Keys without a slot in use take no memory, and when those with one are too
 * many, no other key gets one. Safe for use by many threads.
 */
public final class LocalSlots implements Slots {

    private static final System.Logger LOG = System.getLogger(LocalSlots.class.getName());

    private final long maxKeys;
    private final OncePerMinuteLog crowded;
    /** How many slots of each key are in use, 1 or more. */
    private final ConcurrentHashMap<CounterId, Integer> held = new ConcurrentHashMap<>();

    /**
     * @param clock by which it is said once a minute that there are too many keys
     * @param maxKeys how many keys can have slots in use at once
     */
    public LocalSlots(InstantSource clock, long maxKeys) {
        this.maxKeys = maxKeys;
        this.crowded = new OncePerMinuteLog(LOG, clock);
    }

    @Override
    public Result take(CounterId id, int most, WaitBudget budget) {
        if (isCrowded(id)) {
            crowded.warn(
                    "slots of too many keys are in use, so no other key gets one",
                    new IllegalStateException("ratelimit.local.max-keys=" + maxKeys));
            return new Full(Source.LOCAL);
        }
        AtomicBoolean taken = new AtomicBoolean();
        held.compute(id, (key, before) -> {
            int inUse = before == null ? 0 : before;
            taken.setPlain(inUse < most);
            return inUse < most ? Integer.valueOf(inUse + 1) : before;
        });
        return taken.getPlain() ? new Taken(new Held(id, new AtomicBoolean()), Source.LOCAL) : new Full(Source.LOCAL);
    }

    /** Threads that take at the same time can exceed the number of keys by as many. */
    private boolean isCrowded(CounterId id) {
        return held.mappingCount() >= maxKeys && !held.containsKey(id);
    }

    /** A slot in use. */
    private final class Held implements Slot {

        private final CounterId id;
        private final AtomicBoolean freed;

        Held(CounterId id, AtomicBoolean freed) {
            this.id = id;
            this.freed = freed;
        }

        @Override
        public boolean free() {
            boolean first = freed.compareAndSet(false, true);
            if (first) {
                held.computeIfPresent(id, (key, inUse) -> inUse == 1 ? null : Integer.valueOf(inUse - 1));
            }
            return first;
        }
    }

    @Override
    public boolean isFull(CounterId id, int most) {
        return held(id) >= most;
    }

    @Override
    public int held(CounterId id) {
        return held.getOrDefault(id, 0);
    }

    @Override
    public void prepare() {
        // a map needs no preparation
    }
}
