package dev.weir.core;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a policy decided about one acquire. Immutable.
 *
 * @param allowed whether the permits were taken
 * @param blocked whether the key is refused because of a block
 * @param atMillis the time for which this was decided
 * @param retryAfterMillis milliseconds until the same acquire is admitted if nobody else takes; 0 if it was admitted,
 *     empty if it never will be
 * @param quotas where the key stands with each limit of the policy, in the policy's order; empty if it is unlimited
 */
public record Verdict(
        boolean allowed, boolean blocked, long atMillis, OptionalLong retryAfterMillis, List<Quota> quotas) {

    public Verdict {
        quotas = List.copyOf(quotas);
    }
}
