package dev.weir.adaptive;

import dev.weir.Limit;
import dev.weir.core.Policy;
import java.math.BigInteger;
import java.util.List;

/**
 * How much of an adaptive policy a key has at present. Immutable.
 *
 * @param configured the policy with its whole limits
 * @param pressurePercent what the pressure on this instance leaves of them, 1 to 100
 * @param level the suspicion of the key, 0 to 5
 */
public record Capacity(Policy configured, int pressurePercent, int level) {

    private static final int PER_LEVEL = 15;
    /** A percentage of a percentage. */
    private static final long WHOLE = 10_000;

    /** Whether pressure leaves less than the whole limits. */
    public boolean isUnderPressure() {
        return pressurePercent < Pressure.FULL;
    }

    /** Whether the key has its whole limits. */
    public boolean isWhole() {
        return !isUnderPressure() && level == 0;
    }

    /** The same pressure on a key that is trusted. */
    public Capacity trusted() {
        return new Capacity(configured, pressurePercent, 0);
    }

    /** The same key on an instance that is not under pressure. */
    public Capacity withoutPressure() {
        return new Capacity(configured, Pressure.FULL, level);
    }

    /**
     * The policy that decides: it has smaller limits, and counts by those that are configured. No block begins under
     * pressure, because a key can be refused that has done nothing wrong.
     *
     * @param least permits that the limits keep, if they have them: those of one request, which would otherwise never
     *     be admitted
     * @throws IllegalArgumentException if a bucket would take too long to refill
     */
    Policy policy(long least) {
        List<Limit> smaller =
                configured.limits().stream().map(limit -> smaller(limit, least)).toList();
        Policy policy = configured.deciding(smaller);
        return isUnderPressure() ? policy.withBlock(policy.block().paused()) : policy;
    }

    private Limit smaller(Limit limit, long least) {
        if (limit.permits() == 0) {
            return limit;
        }
        boolean isBucket = limit.burst() != limit.permits();
        long permits = Math.max(1, share(limit.permits()));
        if (isBucket) {
            // as many as refill in the same time
            long burst = BigInteger.valueOf(limit.burst())
                    .multiply(BigInteger.valueOf(permits))
                    .divide(BigInteger.valueOf(limit.permits()))
                    .longValueExact();
            return new Limit(permits, limit.windowMillis(), atLeast(least, burst, limit.burst()), limit.calendar());
        }
        long own = atLeast(least, permits, limit.permits());
        return new Limit(own, limit.windowMillis(), own, limit.calendar());
    }

    private static long atLeast(long least, long value, long configured) {
        return Math.min(configured, Math.max(least, Math.max(1, value)));
    }

    /** Rounded down, without overflow. */
    private long share(long permits) {
        long parts = (long) pressurePercent * (Pressure.FULL - PER_LEVEL * level);
        return permits / WHOLE * parts + permits % WHOLE * parts / WHOLE;
    }
}
