package dev.weir.core;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The decision of a policy about one acquire. Immutable.
 *
 * @param allowed whether the permits were taken
 * @param blocked whether the key is refused because of a block
 * @param atMillis the time at which the permits are booked, which a refund has to name: the time of the decision, or
 *     the end of the lease from which they were taken
 * @param retryAfterMillis milliseconds until the same acquire is admitted, provided that no other call takes permits; 0
 *     if it was admitted, empty if it never will be
 * @param quotas the quota of each limit of the policy, in the policy's order; empty if it is unlimited
 */
public record Verdict(
        boolean allowed, boolean blocked, long atMillis, OptionalLong retryAfterMillis, List<Quota> quotas) {

    public Verdict {
        quotas = List.copyOf(quotas);
    }

    /** The same decision with other quotas. */
    Verdict withQuotas(List<Quota> quotas) {
        return new Verdict(allowed, blocked, atMillis, retryAfterMillis, quotas);
    }

    /**
     * The verdict {@code millis} later, provided that no other call is known to have taken permits.
     *
     * @param unspent permits that were taken for all callers of this instance and that are not used yet
     */
    public Verdict later(long millis, long unspent) {
        if (millis <= 0 && unspent == 0) {
            return this;
        }
        OptionalLong wait = allowed || retryAfterMillis.isEmpty()
                ? retryAfterMillis
                : OptionalLong.of(Math.max(1, retryAfterMillis.getAsLong() - millis));
        List<Quota> later = new ArrayList<>(quotas.size());
        for (Quota quota : quotas) {
            later.add(quota.later(millis, unspent));
        }
        return new Verdict(allowed, blocked, atMillis, wait, later);
    }
}
