package dev.weir.http;

import dev.weir.store.Slots;

/**
 * A slot that parts of one request use together, such as its response and the beans behind it: freed when the last of
 * them has left. Safe for use by many threads.
 */
final class SharedSlot {

    private final Slots.Slot slot;
    /** Guarded by this object. */
    private int users = 1;

    /** The slot of the part that took it. */
    SharedSlot(Slots.Slot slot) {
        this.slot = slot;
    }

    /** Whether one more part uses the slot: not if it was freed already. Each that does has to leave once. */
    synchronized boolean join() {
        if (users == 0) {
            return false;
        }
        users++;
        return true;
    }

    void leave() {
        if (isLast()) {
            var unused = slot.free();
        }
    }

    private synchronized boolean isLast() {
        users--;
        return users == 0;
    }
}
