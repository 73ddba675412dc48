package dev.weir.outbound.queue.permits;

import dev.weir.Limit;
import dev.weir.outbound.queue.port.LineSettings;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What an instance may take at once while others wait for permits of the same limits. It takes its part of a window as
 * soon as it is free, and more only after the others had time to take theirs: a tenth of a window, 100 ms at most,
 * which is enough for those to whom the counter is 50 ms away. Pure functions.
 *
 * <p>The part is limited twice: in a window to an equal part, rounded up, and in as many windows as there are instances
 * to one window's permits. The second is what lets instances alternate where there are fewer permits than instances; it
 * looks back half a window less, so that a permit of exactly that age is not counted by chance.
 */
public final class FairShare {

    private static final long LONGEST_HOLD_OFF = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LARGEST_TOLERANCE = TimeUnit.MILLISECONDS.toNanos(20);

    private FairShare() {}

    /** A limit that instances share, and what this one has in use of it. Immutable but for {@code own}. */
    public record Shared(Limit limit, OwnUse own) {}

    /** The permits that may be taken without a hold-off; 0 or less if none. */
    public static long allowance(List<Shared> limits, long now, int instances) {
        long allowance = Long.MAX_VALUE;
        if (instances > 1) {
            for (Shared each : limits) {
                allowance = Math.min(allowance, allowance(each.limit(), each.own(), now, instances));
            }
        }
        return allowance;
    }

    private static long allowance(Limit limit, OwnUse own, long now, int instances) {
        long window = LineSettings.nanos(limit);
        long equalPart = (limit.permits() + instances - 1) / instances;
        long inWindow = own.after(now - window + tolerance(limit));
        long inRound = own.after(now - window * instances + window / 2);
        return Math.min(equalPart - inWindow, limit.permits() - inRound);
    }

    /**
     * How long a permit has to be free before this instance may take it: zero if it is of its part, otherwise long
     * enough for others to take it.
     */
    public static long holdOff(List<Shared> limits, long now, int instances) {
        long holdOff = 0;
        for (Shared each : limits) {
            if (instances > 1 && allowance(each.limit(), each.own(), now, instances) < 1) {
                holdOff = Math.max(holdOff, Math.min(LONGEST_HOLD_OFF, LineSettings.nanos(each.limit()) / 10));
            }
        }
        return holdOff;
    }

    /** How much the own record of a permit can differ from that of the counter. */
    public static long tolerance(Limit limit) {
        return Math.min(LARGEST_TOLERANCE, LineSettings.nanos(limit) / 20);
    }
}
