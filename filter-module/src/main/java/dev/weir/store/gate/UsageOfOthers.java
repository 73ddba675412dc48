package dev.weir.store.gate;

import dev.weir.store.memory.DecayingRate;
import org.jspecify.annotations.Nullable;

/** How much other instances use a key, measured while this one does. Guarded by its gate. */
final class UsageOfOthers {

    private static final long SECOND_MILLIS = 1_000;

    /** Null unless the key was used within the last seconds. */
    private @Nullable DecayingRate rate;

    /** Begins to measure, if the key was changed shortly before, at {@code changedMillis}. */
    void measure(long changedMillis, long nowMillis) {
        if (rate == null && nowMillis - changedMillis < SECOND_MILLIS) {
            rate = new DecayingRate(nowMillis);
        }
    }

    /** Whether the usage of the key is measured. */
    boolean isMeasured() {
        return rate != null;
    }

    /** Measures no longer if the key was not used for a while. */
    void expire(long nowMillis) {
        if (rate != null && rate.isExpired(nowMillis)) {
            rate = null;
        }
    }

    /** Other instances have used {@code permits}. */
    void record(long permits, long nowMillis) {
        if (rate != null) {
            rate.record(permits, nowMillis);
        }
    }

    /** Permits that other instances will probably use within {@code millis}, as far as that is known. */
    long expected(long millis, long nowMillis) {
        return rate == null ? 0 : rate.expected(millis, nowMillis);
    }
}
