package dev.weir.outbound.queue.pace;

import java.time.Duration;

/**
 * Whether the counter answers so late that a call could arrive later than its permit was counted by more than the
 * guard. Then permits are taken as in flight, and settled when they are handed out. Used by one thread at a time.
 */
public final class Lateness {

    /**
     * How long a permit that is handed out late counts as in flight. Its answer came long before; one that needs half
     * of this is not used.
     */
    public static final Duration IN_FLIGHT = Duration.ofSeconds(1);

    private static final int QUICK_ANSWERS = 64;

    private int careful;

    /** An answer has come. */
    public void answered(long nanos, Duration guard) {
        if (isTooLate(nanos, guard)) {
            careful = QUICK_ANSWERS;
        } else if (careful > 0) {
            careful--;
        }
    }

    /** Something else of the grid has answered: late, as the counter will probably do. */
    public void noticed(long nanos, Duration guard) {
        if (isTooLate(nanos, guard)) {
            careful = QUICK_ANSWERS;
        }
    }

    public boolean isCareful() {
        return careful > 0;
    }

    /** Whether what was counted as used when it was taken is too old to be handed out. */
    public static boolean isTooLate(long nanos, Duration guard) {
        return guard.toNanos() > 0 && nanos > guard.toNanos() / 2;
    }
}
