package dev.weir.outbound.queue.permits;

import dev.weir.Limit;
import dev.weir.outbound.queue.port.LineSettings;

/** Says once a window that few permits are left. Used by one thread at a time; times are nanoseconds. */
public final class NearNotice {

    private static final int PERCENT = 100;

    private long silentUntil;

    /** Gives no notice before {@code now}. */
    public NearNotice(long now) {
        this.silentUntil = now;
    }

    /** Whether at least {@code nearPercent} of the permits are used, and it was not said in this window. */
    public boolean isDue(Limit limit, long remaining, int nearPercent, long now) {
        long used = limit.burst() - remaining;
        if (now - silentUntil < 0 || used * PERCENT < limit.burst() * nearPercent) {
            return false;
        }
        silentUntil = now + LineSettings.nanos(limit);
        return true;
    }
}
