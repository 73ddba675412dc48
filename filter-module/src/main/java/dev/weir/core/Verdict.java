package dev.weir.core;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a policy decided about one acquire. Immutable.
 *
 * @param allowed whether the permits were taken
 * @param blocked whether the key is refused because of a block
 * @param atMillis the time that the permits are booked at, which a refund has to name: that of the decision, or when the
 *     lease ends that they were taken from
 * @param retryAfterMillis milliseconds until the same acquire is admitted if nobody else takes; 0 if it was admitted,
 *     empty if it never will be
 * @param quotas where the key stands with each limit of the policy, in the policy's order; empty if it is unlimited
 */
public record Verdict(
        boolean allowed, boolean blocked, long atMillis, OptionalLong retryAfterMillis, List<Quota> quotas) {

    public Verdict {
        quotas = List.copyOf(quotas);
    }

    /** The same decision, with the key standing at {@code quotas}. */
    Verdict withQuotas(List<Quota> quotas) {
        return new Verdict(allowed, blocked, atMillis, retryAfterMillis, quotas);
    }

    /**
     * What this says {@code millis} later, when nobody else is known to have taken anything.
     *
     * @param unspent permits that were taken for everybody here and that nobody has used yet
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
