package dev.weir.outbound.queue.port;

import dev.weir.Limit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How calls of one policy wait. Immutable.
 *
 * @param limits what the counter counts: permits times {@code safety}, the window longer by {@code guard}; the burst of
 *     a limit is below its permits if the counter is a token bucket
 * @param spacing the policy of the counter that lets permits come one by one, if they do
 * @param untilResponse whether a permit is in use until the call is closed: {@code permit-until=response}
 * @param inFlight the longest time that a call is expected to take, more than zero
 * @param concurrent whether a call holds a slot
 * @param queue the most calls that wait
 * @param guard how much a permit may be late without the window being overrun
 * @param nearPercent from which use on {@link QueueListener#near} is told
 * @param tightening what a refusal of the remote does
 */
public record LineSettings(
        List<Limit> limits,
        Optional<Spacing> spacing,
        boolean untilResponse,
        Duration inFlight,
        boolean concurrent,
        int queue,
        Duration guard,
        int nearPercent,
        Tightening tightening) {

    /**
     * Permits that come one by one. Immutable.
     *
     * @param policy the name of a policy of the counter with the one limit {@code 1/interval}, taken beside the others
     * @param interval the time between two permits, over all instances
     * @param fromResponse whether it counts from the end of a call: {@code permit-until=response}. Otherwise it counts
     *     from its departure, also while the permits of the limits are in use until the response
     */
    public record Spacing(String policy, Duration interval, boolean fromResponse) {}

    /**
     * What a refusal of the remote does. Immutable.
     *
     * @param factorPermille the rate is multiplied by it
     * @param recoverPermille so much of the full rate comes back with each window without a refusal
     * @param pause for how long no call is made if the remote does not say it
     */
    public record Tightening(int factorPermille, int recoverPermille, Duration pause) {}

    /** @throws IllegalArgumentException if there is no limit that admits a call */
    public LineSettings {
        limits = List.copyOf(limits);
        if (limits.isEmpty() || limits.stream().anyMatch(each -> each.burst() < 1)) {
            throw new IllegalArgumentException("limits must admit a call, were " + limits);
        }
    }

    /**
     * The same while it is not sure how late calls arrive: permits are in use until the response, for {@code longest}
     * if that comes later.
     */
    public LineSettings careful(Duration longest) {
        Duration hold = inFlight.compareTo(longest) < 0 ? inFlight : longest;
        return new LineSettings(limits, spacing, true, hold, concurrent, queue, guard, nearPercent, tightening);
    }

    /** The window of a limit in nanoseconds. */
    public static long nanos(Limit limit) {
        return TimeUnit.MILLISECONDS.toNanos(limit.windowMillis());
    }

    /** The most permits that can be taken at once. */
    public long capacity() {
        return limits.stream().mapToLong(Limit::burst).min().orElseThrow();
    }

    /** How long no call is made after a refusal by which the remote does not say it: a window at most. */
    public Duration pauseUnasked() {
        return tightening.pause().compareTo(window()) < 0 ? tightening.pause() : window();
    }

    /** The shortest window, of which a refusal takes part of the rate. */
    public Duration window() {
        return limits.stream().map(Limit::window).min(Duration::compareTo).orElseThrow();
    }
}
