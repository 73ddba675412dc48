package dev.weir.http;

import dev.weir.store.CounterId;
import java.util.HashMap;
import java.util.Map;

/**
 * The slots that a response, or a call of a bean, holds until it ends. What comes after the end is left at once, so
 * that nothing is held for good. Safe for use by many threads.
 */
public final class HeldSlots {

    /** Guarded by this object, as the others are. */
    private Map<CounterId, SharedSlot> held = Map.of();

    private boolean open;

    private HeldSlots(boolean open) {
        this.open = open;
    }

    /** Those of a call, which has to end them. */
    public static HeldSlots ofCall() {
        return new HeldSlots(true);
    }

    /** Those of a response, which can hold none before it is known that its end will be told. */
    static HeldSlots ofResponse() {
        return new HeldSlots(false);
    }

    /** From now on slots can be held, because {@link #end} will be called. */
    synchronized void open() {
        open = true;
    }

    synchronized boolean isOpen() {
        return open;
    }

    synchronized boolean has(CounterId counter) {
        return held.containsKey(counter);
    }

    /** Whether there is nothing to end. */
    public synchronized boolean isEmpty() {
        return held.isEmpty();
    }

    /** Holds {@code slot}, which was taken or joined, until the end. */
    void hold(CounterId counter, SharedSlot slot) {
        if (!added(counter, slot)) {
            slot.leave();
        }
    }

    private synchronized boolean added(CounterId counter, SharedSlot slot) {
        if (!open) {
            return false;
        }
        if (held.isEmpty()) {
            held = new HashMap<>();
        }
        return held.putIfAbsent(counter, slot) == null;
    }

    /** Leaves the slots, and can hold others: a request that is refused holds none. */
    void free() {
        leave(true);
    }

    /** Leaves the slots, once. */
    public void end() {
        leave(false);
    }

    private void leave(boolean stayOpen) {
        Map<CounterId, SharedSlot> leaving;
        synchronized (this) {
            leaving = held;
            held = Map.of();
            open &= stayOpen;
        }
        leaving.values().forEach(SharedSlot::leave);
    }
}
