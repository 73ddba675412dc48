package dev.weir.outbound;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What happened to the calls of one policy on this instance, since its start. Immutable.
 *
 * @param policy the name of the policy
 * @param since when counting began
 * @param calls calls that were sent, each attempt for itself
 * @param succeeded calls of the application that ended with a result
 * @param failed calls of the application that ended with a failure, by its kind: {@code limited}, {@code io},
 *     {@code status:502}, {@code timeout}, {@code queue-full}, {@code cancelled} or the name of an exception
 * @param retries attempts after the first of a call
 * @param remoteRefusals attempts that the other side refused because of its own limit
 * @param queued how many wait now
 * @param waitP50 half of the waits for a permit of the last ten to twenty seconds took no longer
 * @param waitP99 99 % of the waits for a permit of the last ten to twenty seconds took no longer
 * @param paused how long calls were paused in all
 * @param backedOff how long calls waited before a retry, in all
 * @param batches how often {@link Throttle#runAll} was called
 * @param perSecond attempts that began in each of the last 60 whole seconds, the eldest first
 */
public record ThrottleStatistics(
        String policy,
        Instant since,
        long calls,
        long succeeded,
        Map<String, Long> failed,
        long retries,
        long remoteRefusals,
        int queued,
        Duration waitP50,
        Duration waitP99,
        Duration paused,
        Duration backedOff,
        long batches,
        List<Long> perSecond) {

    public ThrottleStatistics {
        failed = Map.copyOf(failed);
        perSecond = List.copyOf(perSecond);
    }
}
