package dev.weir.core;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The decision of a policy about one acquire. Immutable.
 *
 * @param allowed whether the permits were taken
 * @param blocked whether the key is refused because of a block
 * @param beginsBlock whether this refusal is what the block begins with; false of all that the block refuses after it
 * @param atMillis the time at which the permits are booked, which a refund has to name: the time of the decision, or
 *     the end of the lease from which they were taken, or the last moment of a hold
 * @param retryAfterMillis milliseconds until the same acquire is admitted, provided that no other call takes permits,
 *     and that the calls that hold some have ended; 0 if it was admitted, empty if it never will be
 * @param blockedMillis milliseconds until the block ends, which can be sooner than the acquire is admitted; 0 if that
 *     is not known or there is none
 * @param quotas the quota of each limit of the policy, in the policy's order; empty if it is unlimited
 */
public record Verdict(
        boolean allowed,
        boolean blocked,
        boolean beginsBlock,
        long atMillis,
        OptionalLong retryAfterMillis,
        long blockedMillis,
        List<Quota> quotas) {

    public Verdict {
        quotas = List.copyOf(quotas);
    }

    /** A decision that begins no block. */
    public Verdict(boolean allowed, boolean blocked, long atMillis, OptionalLong retryAfterMillis, List<Quota> quotas) {
        this(allowed, blocked, false, atMillis, retryAfterMillis, 0, quotas);
    }

    /** The same refusal as the one with which a block begins, if the key is blocked. */
    Verdict beginningBlock() {
        return new Verdict(allowed, blocked, blocked, atMillis, retryAfterMillis, blockedMillis, quotas);
    }

    /** The same decision as it is made about a further request, which begins no block. */
    public Verdict repeated() {
        return beginsBlock
                ? new Verdict(allowed, blocked, false, atMillis, retryAfterMillis, blockedMillis, quotas)
                : this;
    }

    /** The same decision about permits that are booked at another time. */
    Verdict bookedAt(long millis) {
        return new Verdict(allowed, blocked, beginsBlock, millis, retryAfterMillis, blockedMillis, quotas);
    }

    /** The same decision with other quotas. */
    Verdict withQuotas(List<Quota> quotas) {
        return new Verdict(allowed, blocked, beginsBlock, atMillis, retryAfterMillis, blockedMillis, quotas);
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
        long left = blockedMillis == 0 ? 0 : Math.max(1, blockedMillis - millis);
        return new Verdict(allowed, blocked, beginsBlock, atMillis, wait, left, later);
    }
}
