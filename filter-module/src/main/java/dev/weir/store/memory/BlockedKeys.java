package dev.weir.store.memory;

import java.util.function.LongSupplier;

/** How many keys are blocked: counted every few seconds, because each key is looked at. For use by one thread. */
public final class BlockedKeys {

    private static final long LOOK_MILLIS = 5_000;

    private final LongSupplier look;
    private long nextMillis = Long.MIN_VALUE;
    private long last;

    /** @param look counts them */
    public BlockedKeys(LongSupplier look) {
        this.look = look;
    }

    /** How many there were at the last look, which is not longer than five seconds ago. */
    public long count(long nowMillis) {
        if (nowMillis >= nextMillis) {
            nextMillis = nowMillis + LOOK_MILLIS;
            last = look.getAsLong();
        }
        return last;
    }
}
